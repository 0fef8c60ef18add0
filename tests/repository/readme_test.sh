#!/usr/bin/env bash
# Runs every command of the README, in order, in a folder of its own. Commands stand in ```sh blocks, one a
# line. `serve` and `demo` run in the background until the end; `./kaksonen test` is what runs this.
set -euo pipefail
source_dir=$1 build_dir=$2
[ "$build_dir" = "$source_dir/build/release" ] || { echo "SKIPPED: ./kaksonen runs build/release, this is $build_dir"; exit 77; }
work=$(mktemp -d)
background=()
clean_up() {
  for process in "${background[@]:-}"; do [ -z "$process" ] || kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
for entry in "$source_dir"/*; do ln -s "$entry" "$work/$(basename "$entry")"; done
cd "$work"

free_port() { node -e 'const s=require("net").createServer().listen(0,()=>{console.log(s.address().port);s.close()})'; }
port=$(free_port)
await_server() {  # port, log
  for _ in $(seq 600); do
    if node -e "fetch('http://localhost:$1/readyz').then(a=>process.exit(a.ok?0:1),()=>process.exit(1))"; then return 0; fi
    sleep 0.2
  done
  echo "no server on port $1:"; cat "$2"; return 1
}

count=0
while read -r line; do
  line=${line//8080/$port}
  echo "\$ $line"
  count=$((count + 1))
  case "$line" in
    "./kaksonen test"*) ;;
    "./kaksonen demo --real"*) [ -d "$source_dir/../shared/data/citygml" ] || { echo "(no Helsinki data here)"; continue; }
      demo_port=$(free_port)
      $line --no-install --headless --port "$demo_port" >demo_real.log 2>&1 & background+=($!)
      await_server "$demo_port" demo_real.log ;;
    "./kaksonen demo"*)
      demo_port=$(free_port)
      $line --no-install --headless --port "$demo_port" >demo.log 2>&1 & background+=($!)
      await_server "$demo_port" demo.log ;;
    "./kaksonen serve"*)
      $line --port "$port" >serve.log 2>&1 & background+=($!)
      await_server "$port" serve.log ;;
    "./kaksonen doctor"*) $line || true ;;   # says what is missing here, which is its job
    *) bash -c "$line" >command.log 2>&1 || { echo "failed with $?:"; cat command.log; exit 1; } ;;
  esac
done < <(awk '/^```sh/{on=1;next} /^```/{on=0} on' "$source_dir/README.md" | sed 's/ *#.*//' | grep -E '^(\./|build/)')
echo "$count commands of the README ran"
[ "$count" -ge 10 ]
