# Stands between the agent and one tool. The kernel sends it SIGTERM when the agent dies, however
# that happens; it then kills everything that carries this run's mark, and its own session.
# Arguments: a file for standard output, or nothing; then the tool and its arguments.
end() {
  for round in 1 2 3; do
    for file in $(grep -lsz "^IMAGEBUILDER_TOOL_RUN=$IMAGEBUILDER_TOOL_RUN\$" /proc/[0-9]*/environ); do
      pid=${file#/proc/}
      pid=${pid%/environ}
      [ "$pid" = "$$" ] || kill -KILL "$pid"
    done
  done 2>/dev/null
  kill -KILL 0
}
trap end TERM
file=$1
shift
# A job in the background would get /dev/null as standard input, hence the detour.
exec 4<&0 </dev/null
if [ -n "$file" ]; then
  "$@" 3>&1 <&4 4<&- >"$file" &
else
  "$@" <&4 4<&- &
fi
exec 4<&- >&- 2>&-
wait $!
