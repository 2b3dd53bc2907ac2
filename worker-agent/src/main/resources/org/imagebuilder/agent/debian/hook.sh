# Runs as root of the image, outside of it: $1 is the tree. All that touches files of the tree
# happens inside of it, where no path and no link leads out.
set -eu
umask 022
inside="$1/.imagebuilder"
mkdir -m 0700 "$inside"
cp -R "$IMAGEBUILDER_TREE/." "$inside/"
# What is copied on from there gets these modes, not those of the agent's umask.
chmod -R u=rwX,go=rX "$inside"
chmod 0700 "$inside"
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
  SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" IMAGEBUILDER_TOOL_RUN="${IMAGEBUILDER_TOOL_RUN-}" \
  chroot "$1" /bin/sh /.imagebuilder/calls.sh
rm -rf "$inside"
