#!/bin/sh
# Installs the Debian packages the tests need: real servers, their ODBC drivers, a browser for the mail pictures.
# libltdl7 and libgssapi-krb5-2 are what Microsoft's ODBC driver, which comes as a wheel, stands on.
# Quick and silent when everything is there. Without root it says what to install and fails. No daemon is started.
set -eu

needed="libodbc2 libltdl7 libgssapi-krb5-2 odbc-postgresql odbc-mariadb tdsodbc postgresql mariadb-server-core \
mariadb-client-core openssh-server fonts-liberation fonts-noto-color-emoji strace procps"

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

if ! command -v dpkg-query >/dev/null; then
    echo "The tests need these Debian packages or their like: $needed chromium-headless-shell" >&2
    exit 1
fi

missing=""
for package in $needed; do
    installed "$package" || missing="$missing $package"
done
if ! installed chromium-headless-shell && ! installed chromium; then
    missing="$missing chromium-headless-shell"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    echo "The tests need packages that are not installed, and installing them needs root. Please run:" >&2
    echo "    sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "Installing for the tests:$missing"
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then # its answer 101 keeps fresh packages from starting their daemons
    trap '$as_root rm -f "$policy"' EXIT INT TERM
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
fi

install() {
    # shellcheck disable=SC2086  # a list of words
    $as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq -y \
        --no-install-recommends install "$@" >/dev/null
}

# shellcheck disable=SC2086
if ! apt-cache show $missing >/dev/null 2>&1; then
    $as_root apt-get -qq update
fi
case " $missing " in
*" postgresql "*) # the package would make and start a cluster of its own, unless told so before
    install postgresql-common
    conf=/etc/postgresql-common/createcluster.conf
    $as_root sed -i 's/^#* *create_main_cluster.*/create_main_cluster = false/' "$conf"
    grep -q '^create_main_cluster = false' "$conf" ||
        echo 'create_main_cluster = false' | $as_root tee -a "$conf" >/dev/null
    ;;
esac
# shellcheck disable=SC2086
if ! install $missing; then # a package list of yesterday names files that are gone today
    $as_root apt-get -qq update
    install $missing
fi
