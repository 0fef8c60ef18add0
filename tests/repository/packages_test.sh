#!/usr/bin/env bash
# The package lists hold what the build really includes and runs: no more, no less.
#   1. the Debian package of every library header that our sources name is in a list;
#   2. every package of the lists gives such a header, or the tool or data file its comment names.
set -euo pipefail
source_dir=$1 build_dir=$2
command -v dpkg-query >/dev/null || { echo "SKIPPED: no dpkg here, so packages cannot be told"; exit 77; }
cd "$source_dir"
lists="cmake/packages-run.txt cmake/packages-test.txt"
listed() { sed 's/#.*//' "$@" | tr -s ' \n' '\n' | grep . | sort -u; }
bad=0

# Headers that our own sources name, as the compiler found them.
named=$(grep -rhoE --include=*.hpp --include=*.cpp '^#include <[^>]+>' twin_core geo sim server viewer/client viewer/desktop datasets tests |
  sed -E 's/#include <(.*)>/\1/' | grep / | sort -u)
flat=$(grep -rhoE --include=*.hpp --include=*.cpp '^#include <[a-z_0-9]+\.h>' twin_core geo sim server viewer/client viewer/desktop datasets tests |
  sed -E 's/#include <(.*)>/\1/' | sort -u)
found=$(ninja -C "$build_dir" -t deps | sed 's/^ *//' | grep -E '^/usr/include/' | sort -u)
used=$(while read -r name; do grep -E "/$(sed 's/[.+]/\\&/g' <<<"$name")\$" <<<"$found" || true; done <<<"$named
$flat" | sort -u | grep -vE '^/usr/include/(x86_64-linux-gnu/)?(sys|bits|asm|linux)/|^/usr/include/c\+\+/')
packages=$(xargs -d '\n' dpkg -S <<<"$used" 2>/dev/null | sed 's/: .*//; s/:amd64//g; s/, /\n/g' | sort -u | grep -vE '^(libc6-dev|linux-libc-dev|libstdc\+\+.*)$')
echo "packages that own headers our sources name: $(tr '\n' ' ' <<<"$packages")"
for package in $packages; do
  listed $lists | grep -qx "$package" && continue
  # A header may live in a package that a listed -dev package brings under another name (libgmp-dev by libcgal-dev).
  if xargs dpkg-query -W -f='${Depends}\n' <<<"$(listed $lists)" 2>/dev/null | tr ',|' '\n\n' | sed 's/^ *//; s/[ (].*//; s/:.*//' | grep -qx "$package"; then continue; fi
  echo "NOT LISTED: $package, for $(xargs -d '\n' dpkg -S <<<"$used" 2>/dev/null | grep "^$package" | head -1)"; bad=1
done

while read -r line; do
  package=${line%% *}
  case "$line" in
    *"# tool: "*) tool=$(sed -E 's/.*# tool: ([^ ]+).*/\1/' <<<"$line")
      path=$(command -v "$tool") || { [[ "$line" == *" long" ]] && continue; echo "NO TOOL: $package should bring $tool"; bad=1; continue; }
      grep -rqsw -- "$tool" kaksonen cmake CMakePresets.json proto/CMakeLists.txt viewer/web/package.json tests --include=* --exclude-dir=node_modules --exclude=packages-*.txt ||
        { echo "NOT USED: tool $tool of $package"; bad=1; } ;;
    *"# data: "*) path=$(sed -E 's/.*# data: ([^ ]+).*/\1/' <<<"$line")
      [ -e "$path" ] || [[ "$line" == *" long" ]] || { echo "NO DATA: $package should bring $path"; bad=1; } ;;
    *) grep -qx "$package" <<<"$packages" && continue
      # A package without files of its own stands for the versioned one that it depends on.
      if dpkg-query -W -f='${Depends}\n' "$package" 2>/dev/null | tr ',|' '\n\n' | sed 's/^ *//; s/[ (].*//' | grep -qxF "$packages"; then continue; fi
      # Packages that are only there for others' headers: named by what our includes open.
      if dpkg -L "$package" 2>/dev/null | grep -Fxq -f <(echo "$found"); then continue; fi
      echo "NOT USED: no header of $package is included by the build"; bad=1 ;;
  esac
done < <(grep -hvE '^ *(#|$)' $lists)

# What the programs link: every shared library belongs to an installed package.
for program in kaksonen kaksonen-viewer; do
  while read -r library; do
    dpkg -S "$(readlink -f "$library")" >/dev/null 2>&1 || dpkg -S "$library" >/dev/null 2>&1 || dpkg -S "/usr$(readlink -f "$library")" >/dev/null 2>&1 ||
      { echo "UNOWNED LIBRARY: $library of $program"; bad=1; }
  done < <(ldd "$build_dir/bin/$program" | awk '/=> \//{print $3}')
done
exit $bad
