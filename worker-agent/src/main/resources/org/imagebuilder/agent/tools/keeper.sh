# Stands between the agent and one tool. The kernel sends it SIGTERM when the agent dies, however
# that happens; it then kills everything that belongs to this run.
# Arguments: the run's control group, or nothing; a file for standard output, or nothing; then the
# tool and its arguments.

# Adds processes to $found, and stops them: who is stopped starts nothing more, and goes on being
# somebody's parent until all are found.
add() {
  case "$found" in *" $1 "*) return 1 ;; esac
  found="$found$1 "
  [ "$1" = "$$" ] || kill -STOP "$1"
}

# Whoever descends from the processes that were found, or shares a session with them.
relatives() {
  grown=yes
  while [ -n "$grown" ]; do
    grown=
    for stat in /proc/[0-9]*/stat; do
      read -r line <"$stat" || continue
      pid=${stat#/proc/}
      pid=${pid%/stat}
      # state, parent, group, session; before them a name that may hold anything
      set -- ${line##*) }
      [ "$1" != Z ] || continue
      case "$found" in
        *" $pid "*)
          case "$sessions" in *" $4 "*) continue ;; esac
          sessions="$sessions$4 "
          grown=yes
          continue
          ;;
      esac
      case "$found$sessions" in *" $2 "* | *" $4 "*) add "$pid" && grown=yes ;; esac
    done
  done
}

end() {
  trap '' TERM
  # The kernel itself kills all of a group, this shell included.
  [ -z "$group" ] || echo 1 >"$group/cgroup.kill"
  for round in 1 2 3; do
    found=" $$ "
    sessions=" "
    for file in $(grep -lsz "^IMAGEBUILDER_TOOL_RUN=$IMAGEBUILDER_TOOL_RUN\$" /proc/[0-9]*/environ); do
      pid=${file#/proc/}
      add "${pid%/environ}"
    done
    relatives
    for pid in $found; do
      [ "$pid" = "$$" ] || kill -KILL "$pid"
    done
  done 2>/dev/null
  kill -KILL 0
}
trap end TERM
group=$1
file=$2
shift 2
[ -z "$group" ] || echo "$$" 2>/dev/null >"$group/cgroup.procs" || group=
# A job in the background would get /dev/null as standard input, hence the detour.
exec 4<&0 </dev/null
if [ -n "$file" ]; then
  "$@" 3>&1 <&4 4<&- >"$file" &
else
  "$@" <&4 4<&- &
fi
exec 4<&- >&- 2>&-
wait $!
