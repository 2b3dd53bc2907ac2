# What the calls that follow are made of. Every value comes as an argument or as a file below
# $data; nothing of a request is ever part of the script itself.
set -eu
umask 022
cd /
data=/.imagebuilder/data

fail() {
  echo "imagebuilder: $*" >&2
  exit 1
}

need_parent() { # path, yes to make it
  parent=$(dirname -- "$1")
  if [ "$2" = yes ]; then
    mkdir -p -- "$parent" || fail "$1: the directories above it cannot be made"
  fi
  [ -d "$parent" ] || fail "$1: the directory above it is missing; ensure_parents makes it"
}

own() { # path, mode, user:group
  chown -- "$3" "$1" || fail "$1: the owner $3 is not known"
  chmod -- "$2" "$1"
}

put_directory() { # path, mode, user:group, parents
  need_parent "$1" "$4"
  [ -d "$1" ] || mkdir -- "$1" || fail "$1: the directory cannot be made"
  own "$1" "$2" "$3"
}

put_file() { # data, path, mode, user:group, parents
  need_parent "$2" "$5"
  if [ -d "$2" ] && [ ! -L "$2" ]; then fail "$2: is a directory"; fi
  rm -f -- "$2"
  cp -- "$data/$1" "$2"
  own "$2" "$3" "$4"
}

set_hostname() { # name
  rm -f /etc/hostname
  printf '%s\n' "$1" > /etc/hostname
  printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n::1\tlocalhost ip6-localhost ip6-loopback\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n' "$1" > /etc/hosts
}

set_timezone() { # name
  [ -f "/usr/share/zoneinfo/$1" ] || fail "timezone: $1 is not known; the package tzdata (old names: tzdata-legacy) must be in the image"
  rm -f /etc/localtime
  ln -s "/usr/share/zoneinfo/$1" /etc/localtime
  printf '%s\n' "$1" > /etc/timezone
}

add_locale() { # name
  case $1 in C | POSIX | C.UTF-8 | C.utf8) return ;; esac
  [ -f /usr/share/i18n/SUPPORTED ] || fail "locale.languages: the package locales must be in the image"
  charset=$(awk -v name="$1" '$1 == name { print $2; exit }' /usr/share/i18n/SUPPORTED)
  [ -n "$charset" ] || fail "locale.languages: $1 is not known"
  printf '%s %s\n' "$1" "$charset" >> /etc/locale.gen
}

set_locale() { # default, after add_locale
  if [ -f /etc/locale.gen ]; then locale-gen; fi
  printf 'LANG=%s\n' "$1" > /etc/locale.conf
  [ -L /etc/default/locale ] || printf 'LANG=%s\n' "$1" > /etc/default/locale
}

set_keyboard() { # layout, variant
  printf 'XKBMODEL="pc105"\nXKBLAYOUT="%s"\nXKBVARIANT="%s"\nXKBOPTIONS=""\n\nBACKSPACE="guess"\n' "$1" "$2" > /etc/default/keyboard
}

need_accounts() {
  command -v useradd > /dev/null || fail "users, groups: the package passwd must be in the image"
}

add_group() { # name [gid]
  if getent group "$1" > /dev/null; then
    if [ -n "${2-}" ] && [ "$(getent group "$1" | cut -d: -f3)" != "$2" ]; then
      fail "groups: $1 exists with another gid"
    fi
  else
    groupadd ${2:+--gid "$2"} -- "$1" || fail "groups: $1 could not be made"
  fi
}

add_user() { # name, options of useradd
  name=$1
  shift
  # The group that useradd would make for the user may have been asked for already.
  if getent group "$name" > /dev/null; then set -- --gid "$name" "$@"; fi
  useradd --badname --create-home "$@" -- "$name" || fail "users: $name could not be made"
}

change_user() { # name, options of usermod
  name=$1
  shift
  if [ $# -gt 0 ]; then usermod "$@" -- "$name" || fail "users: $name could not be changed"; fi
}

set_password() { # name, data
  chpasswd --encrypted < "$data/$2" || fail "users: the password of $1 could not be set; it must be a hash"
}

has_user() { # name
  getent passwd "$1" > /dev/null
}

put_keys() { # user, data
  home=$(getent passwd "$1" | cut -d: -f6)
  group=$(getent passwd "$1" | cut -d: -f4)
  [ -d "$home" ] || fail "users: $1 has no home directory for its keys"
  mkdir -p -- "$home/.ssh"
  cp -- "$data/$2" "$home/.ssh/authorized_keys"
  chmod 0700 "$home/.ssh"
  chmod 0600 "$home/.ssh/authorized_keys"
  chown -R -- "$1:$group" "$home/.ssh"
}

need_systemd() { # member
  command -v systemctl > /dev/null || fail "$1: there is no systemd in the image; the package systemd must be in it"
}

enable_service() { # unit
  need_systemd services.enabled
  systemctl enable -- "$1" || fail "services.enabled: $1 cannot be enabled; is its package in the image?"
}

disable_service() { # unit
  need_systemd services.disabled
  # A unit that is not there is as good as disabled.
  systemctl disable -- "$1" || true
}

mask_service() { # unit
  need_systemd services.masked
  systemctl mask -- "$1" || fail "services.masked: $1 cannot be masked"
}

# Keys that identify a machine are made by each machine.
make_host_keys_at_first_boot() {
  rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
  if [ -x /usr/sbin/sshd ] && command -v systemctl > /dev/null; then
    cp /.imagebuilder/ssh-host-keys.service /etc/systemd/system/ssh-host-keys.service
    systemctl enable ssh-host-keys.service
  fi
}

run_at_first_boot() { # data
  need_systemd first_boot
  put_file "$1" /usr/local/sbin/custom-first-boot 0755 root:root yes
  cp /.imagebuilder/custom-first-boot.service /etc/systemd/system/custom-first-boot.service
  systemctl enable custom-first-boot.service
}

prepare_disk() { # fstab, cmdline
  mkdir -p /boot/efi /etc/kernel
  cp "$data/$1" /etc/fstab
  cp "$data/$2" /etc/kernel/cmdline
  # Names the entries that kernel updates write, like the first one.
  echo debian > /etc/kernel/entry-token
  if [ -x /usr/lib/systemd/systemd-networkd ] && [ ! -e /usr/sbin/NetworkManager ] && [ ! -e /usr/sbin/ifup ] \
    && [ ! -e /usr/sbin/netplan ] && [ ! -e /usr/bin/cloud-init ]; then
    cp /.imagebuilder/80-dhcp.network /etc/systemd/network/80-dhcp.network
    mkdir -p /etc/systemd/system/systemd-networkd-wait-online.service.d
    cp /.imagebuilder/wait-online.conf /etc/systemd/system/systemd-networkd-wait-online.service.d/any.conf
    systemctl enable systemd-networkd.service
  fi
}

# What tells of the machine that built the image, or of the way it was built.
clean_up() {
  rm -f /etc/.resolv.conf.systemd-resolved.bak /etc/apt/sources.list
  rm -f /etc/apt/apt.conf.d/99mmdebstrap /etc/dpkg/dpkg.cfg.d/99mmdebstrap
  if [ ! -L /etc/resolv.conf ]; then
    rm -f /etc/resolv.conf
    if [ -x /usr/lib/systemd/systemd-resolved ]; then
      ln -s ../run/systemd/resolve/stub-resolv.conf /etc/resolv.conf
    fi
  fi
}
