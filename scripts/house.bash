# shellcheck shell=bash
# The whole house as processes: PostgreSQL, S3, composer, imagebuilder and one agent, each on a free port of this
# machine, started again when it dies, stopped at the end. For scripts that set, before start_house:
#   root             the repository
#   home             a folder for pids, logs and data
#   composer_command, imagebuilder_command, agent_command      arrays
#   agent_settings   array of NAME=VALUE
# and may set
#   parts            which of postgres, s3, composer, imagebuilder and agent to start, in place of all
#   composer_settings, imagebuilder_settings      arrays of NAME=VALUE
# Afterwards composer, workers, api and s3 are the URLs of the running parts, composer_management and api_management those
# of their operators' ports, database that of PostgreSQL.

bucket=images
supervisors=()
taken_ports=
parts=(postgres s3 composer imagebuilder agent)
composer_settings=()
imagebuilder_settings=()

say() { printf '%s\n' "$*"; }
fail() {
  say "$*" >&2
  exit 1
}

build_house() { # builds the three programs unless nothing has changed since the last time; sets their commands
  local module built=$root/.demo/built java
  for module in composer imagebuilder worker-agent; do [ -e "$(jar_of $module)" ] || rm -f "$built"; done
  if [ ! -e "$built" ] || [ -n "$(find pom.xml src ./*/pom.xml ./*/src/main -newer "$built" -type f -print -quit)" ]; then
    say "Building the three programs (the first time also downloads what they need: some minutes) …"
    mkdir -p .demo
    mvn -B -q -ntp -pl composer,imagebuilder,worker-agent package -DskipTests >.demo/build.log 2>&1 || {
      grep -E '^\[ERROR\]' .demo/build.log | head -n 20 >&2
      fail "The build failed; all of it is in .demo/build.log."
    }
    touch "$built"
  fi
  java=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
  composer_command=("${java[@]}" -Xmx256m -jar "$(jar_of composer)")
  imagebuilder_command=("${java[@]}" -Xmx256m -jar "$(jar_of imagebuilder)")
  agent_command=("${java[@]}" -Xmx192m -jar "$(jar_of worker-agent)")
  agent_settings=(AGENT_CACHE_DIRECTORY="${XDG_CACHE_HOME:-$HOME/.cache}/imagebuilder/agent")
}

jar_of() { echo "$root/$1/target/quarkus-app/quarkus-run.jar"; }

supervise() { # name command...
  local name=$1
  shift
  (
    trap - EXIT INT TERM
    while [ ! -e "$home/stopping" ]; do
      setsid "$@" >>"$home/logs/$name.log" 2>&1 </dev/null &
      echo $! >"$home/$name.pid"
      code=0
      { wait $! || code=$?; } 2>/dev/null # the shell need not say that it was killed, too
      [ ! -e "$home/stopping" ] || break
      printf '\n%s ended (status %s): starting it again\n' "$name" "$code"
      sleep 1
    done
  ) &
  supervisors+=($!)
}

stop_one() {
  local pid signal=TERM
  [ -r "$home/$1.pid" ] || return 0
  pid=$(cat "$home/$1.pid")
  [ "$1" != postgres ] || signal=INT
  kill "-$signal" "$pid" 2>/dev/null || return 0
  for _ in $(seq 300); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "-$pid" 2>/dev/null || true
}

stop_house() {
  trap - EXIT INT TERM
  touch "$home/stopping"
  local name
  for name in prometheus agent imagebuilder composer s3 postgres; do stop_one "$name"; done
  wait "${supervisors[@]}" 2>/dev/null || true
}

free_port() { # prints a port that nobody listens on and that was not given out before
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    case " $taken_ports " in *" $port "*) continue ;; esac
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  free_port=$port
  taken_ports="$taken_ports $port"
}

wait_for() { # name seconds command...
  local name=$1 limit=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $limit ]; then
      tail -n 20 "$home/logs/$name.log" >&2
      fail "$name did not get ready; its log is $home/logs/$name.log."
    fi
    sleep 0.1
  done
}

has() { [[ " ${parts[*]} " == *" $1 "* ]]; } # part: is it one of those that are wanted?

start_house() {
  local port_db port_s3 port_cloud port_worker port_composer_management port_api port_api_management name
  rm -rf "$home"
  mkdir -p "$home/logs" "$home/data"
  trap stop_house EXIT
  trap 'say; say "Stopping everything …"; exit 130' INT TERM
  for name in db s3 cloud worker composer_management api api_management; do
    free_port
    printf -v "port_$name" '%s' "$free_port"
  done
  composer="http://127.0.0.1:$port_cloud"
  workers="http://127.0.0.1:$port_worker"
  api="http://127.0.0.1:$port_api"
  s3="http://127.0.0.1:$port_s3"
  # Used by scripts that watch:
  # shellcheck disable=SC2034
  {
    composer_management="http://127.0.0.1:$port_composer_management"
    api_management="http://127.0.0.1:$port_api_management"
  }
  database="postgresql://127.0.0.1:$port_db"

  ! has s3 || supervise s3 "$root/scripts/s3" "$home/data/s3" "$port_s3" "$bucket"
  if has postgres; then
    supervise postgres "$root/scripts/postgres" "$home/data/postgres" "$port_db" composer imagebuilder
    wait_for postgres 120 bash -c "exec 3<>/dev/tcp/127.0.0.1/$port_db"
  fi
  ! has composer || supervise composer env \
    QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$port_cloud" QUARKUS_MANAGEMENT_PORT="$port_composer_management" \
    COMPOSER_WORKER_API_PORT="$port_worker" COMPOSER_ARTIFACTS_DIRECTORY="$home/data/artifacts" \
    QUARKUS_DATASOURCE_REACTIVE_URL="$database/composer" \
    QUARKUS_DATASOURCE_USERNAME=postgres QUARKUS_DATASOURCE_PASSWORD=unused \
    "${composer_settings[@]}" "${composer_command[@]}"
  ! has imagebuilder || supervise imagebuilder env \
    QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$port_api" QUARKUS_MANAGEMENT_PORT="$port_api_management" \
    COMPOSER_URL="$composer" OSBUILD_AWS_REGION=us-east-1 \
    QUARKUS_DATASOURCE_REACTIVE_URL="$database/imagebuilder" \
    QUARKUS_DATASOURCE_USERNAME=postgres QUARKUS_DATASOURCE_PASSWORD=unused \
    "${imagebuilder_settings[@]}" "${imagebuilder_command[@]}"
  ! has agent || supervise agent env \
    AGENT_COMPOSER_URL="$workers" AGENT_WORK_DIRECTORY="$home/data/work" AGENT_AWS_BUCKET="$bucket" \
    AGENT_SHUTDOWN_GRACE=0s \
    AWS_ENDPOINT_URL_S3="$s3" AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo-secret \
    "${agent_settings[@]}" "${agent_command[@]}"
  ! has s3 || wait_for s3 120 curl -s -o /dev/null "$s3/"
  ! has composer || wait_for composer 120 curl -sf -o /dev/null "$composer/api/image-builder-composer/v2/openapi"
  ! has imagebuilder || wait_for imagebuilder 120 curl -sf -o /dev/null "$api/ready"
}

identity=$(printf '%s' '{"identity":{"org_id":"demo","account_number":"1","type":"User","internal":{"org_id":"demo"},
  "user":{"email":"demo@example.org","username":"demo"}},"entitlements":{"rhel":{"is_entitled":true}}}' | base64 -w0)

call() { curl -sS --max-time 30 -H "x-rh-identity: $identity" "$@"; } # arguments for curl

post_compose() { # request file; sets id
  local answer
  say "POST $api/api/image-builder/v1/compose  < $1"
  answer=$(call -X POST -H 'Content-Type: application/json' --data-binary "@$1" "$api/api/image-builder/v1/compose")
  id=$(jq -r '.id // empty' <<<"$answer") || id=
  [ -n "$id" ] || fail "The compose was refused: $answer"
  say "GET  $api/api/image-builder/v1/composes/$id"
}

post_blueprint() { # request file; keeps the blueprint, and makes its images; sets ids
  local answer blueprint
  say "POST $api/api/image-builder/v1/blueprints  < $1"
  answer=$(call -X POST -H 'Content-Type: application/json' --data-binary "@$1" "$api/api/image-builder/v1/blueprints")
  blueprint=$(jq -r '.id // empty' <<<"$answer") || blueprint=
  [ -n "$blueprint" ] || fail "The blueprint was refused: $answer"
  say "POST $api/api/image-builder/v1/blueprints/$blueprint/compose"
  answer=$(call -X POST "$api/api/image-builder/v1/blueprints/$blueprint/compose")
  mapfile -t ids < <(jq -r '.[].id' <<<"$answer" 2>/dev/null)
  [ ${#ids[@]} -gt 0 ] || fail "The blueprint's images were refused: $answer"
  say "GET  $api/api/image-builder/v1/blueprints/$blueprint/composes"
}

bar() { # done total text: one line that is drawn again on a terminal, a line per step elsewhere
  local width=30 filled=0 hashes
  [ "$2" -le 0 ] || filled=$(($1 * width / $2))
  [ "$filled" -le "$width" ] || filled=$width
  printf -v hashes '%*s' "$filled" ''
  printf -v hashes '%-*s' "$width" "${hashes// /#}"
  if [ -t 1 ]; then
    printf '\r\033[K[%s] %3d s  %s' "$hashes" $((SECONDS - asked)) "$3"
  elif [ "$3" != "$last_step" ]; then
    printf '[%s] %3d s  %s\n' "$hashes" $((SECONDS - asked)) "$3"
  fi
  last_step=$3
}

await_composes() { # [command that is called once, when a build is under way]; waits for all of ids; sets statuses (JSON each) and asked
  local midway=${1:-} last_step="" states=() known_finished=() known_total=() i running finished total step words
  asked=$SECONDS
  statuses=()
  running=${#ids[@]}
  while [ "$running" -gt 0 ]; do
    [ $((SECONDS - asked)) -lt 3600 ] || fail "No image after an hour; the logs are in $home/logs."
    sleep 0.5
    running=0 finished=0 total=0 words=""
    for i in "${!ids[@]}"; do
      look_at "$i"
      case ${states[i]} in success | failure) ;; *) running=$((running + 1)) ;; esac
      finished=$((finished + known_finished[i])) total=$((total + known_total[i]))
      words="${words:+$words, }$step"
      if [ -n "$midway" ] && [ "${states[i]}" = building ] && [ "${known_finished[i]}" -ge 1 ]; then
        "$midway"
        midway=
      fi
    done
    bar "$finished" "$total" "$words"
  done
  [ ! -t 1 ] || say
}

look_at() { # index; of await_composes, whose variables it sets
  local type ended all
  case ${states[$1]:-} in
    success | failure) ;;
    *) statuses[$1]=$(call "$api/api/image-builder/v1/composes/${ids[$1]}" 2>/dev/null) || statuses[$1]='{}' ;;
  esac
  read -r "states[$1]" type ended all step < <(jq -r '(.image_status // {}) as $image |
    [$image.status // "waiting", .request.image_requests[0].image_type // "image",
     $image.progress.done // 0, $image.progress.total // 0,
     ([$image.progress.message // $image.status // "waiting for the services",
       ($image.progress.subprogress // empty | "\(.done)/\(.total)")] | join(" "))] | join(" ")' <<<"${statuses[$1]}" 2>/dev/null ||
    echo "waiting image 0 0 waiting for the services")
  # Some steps cannot be counted: the bar stays where it is. Before the first answer there is one step to go.
  if [ "$all" -gt 0 ]; then known_finished[$1]=$ended known_total[$1]=$all; fi
  : "${known_finished[$1]:=0}" "${known_total[$1]:=1}"
  if [ "${states[$1]}" = success ]; then known_finished[$1]=${known_total[$1]}; fi
  [ ${#ids[@]} -eq 1 ] || step="$type: $step"
}

await_compose() { # [command as above]; waits for id; sets status (JSON), state and asked
  ids=("$id")
  await_composes "$@"
  status=${statuses[0]}
  state=$(jq -r .image_status.status <<<"$status")
}
