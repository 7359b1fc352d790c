# What .ci/run and .ci/screenshots need on a machine: sourced by both, never run by itself.
# Sets CI_TOOLS (a temporary copy of this folder, with the npm packages in it) and CHROMIUM.

say() { printf '%s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

# Installs the Debian packages of the commands that are not there yet: "command:package package …".
install_commands() {
  local missing=() entry
  for entry in "$@"; do
    case "${entry%%:*}" in
      chromium) find_chromium >/dev/null && continue ;;
      *) command -v "${entry%%:*}" >/dev/null && continue ;;
    esac
    read -r -a packages <<<"${entry#*:}"
    missing+=("${packages[@]}")
  done
  [ "${#missing[@]}" = 0 ] && return 0
  say "installing ${missing[*]}"
  command -v apt-get >/dev/null || die "these are missing, and there is no apt-get to install them: ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { as_root apt-get -qq update && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    die "could not install: ${missing[*]} (needs root, or sudo without a password)"
  fi
  rm -f "$log"
}

# The npm packages go beside a copy of this folder, so that the checkout stays as it is.
install_packages() {
  local source=$1 target=$2
  mkdir -p "$target"
  cp -R "$source/package.json" "$source/package-lock.json" "$source/.npmrc" "$source/site" "$source/schemas" "$target/"
  chmod -R u+w "$target"
  (cd "$target" && npm ci --no-progress --loglevel=error </dev/null)
  CI_TOOLS=$target
  export CI_TOOLS
}

need_node() {
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' \
    || die "Node.js 18 or newer is needed, this is $(node --version)"
}
