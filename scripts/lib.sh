# Shared by the scripts beside it: finds a JDK and Maven, builds what is missing or stale, knows the flags of the JVM.
# Every decision about Balsa itself lives in Java. Works with bash 3.2.

MIN_JDK=17
MIN_MAVEN=3.8
GET_JDK="get one: apt-get install openjdk-17-jdk-headless, sdk install java 25-tem, or https://adoptium.net, and point JAVA_HOME at it"
GET_MAVEN="get it: apt-get install maven, sdk install maven, or https://maven.apache.org/download.cgi"

# What a JDK from 24 on wants to hear; fatal on an older one.
RECENT_FLAGS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"

BALSA_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# One line on standard error, and the end.
die() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit "${BAD_SETUP:-2}"
}

# jdk_major HOME: prints the feature version (17, 25) of the JDK there; fails when there is none.
jdk_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  local version=
  [ -r "$1/release" ] && version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release")
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  version=${version#1.} # Java 8 called itself 1.8
  version=${version%%[!0-9]*}
  [ -n "$version" ] && printf '%s\n' "$version"
}

# home_of_path_java: prints the home of the java (or javac) found on PATH; fails when there is none.
home_of_path_java() {
  local tool
  tool=$(command -v javac || command -v java) || return 1
  while [ -L "$tool" ]; do
    local target
    target=$(readlink "$tool")
    case $target in
      /*) tool=$target ;;
      *) tool=$(dirname "$tool")/$target ;;
    esac
  done
  (cd "$(dirname "$tool")/.." && pwd)
}

# find_jdk: sets JAVA_HOME and JDK_MAJOR to the first JDK that is recent enough: JAVA_HOME, PATH, the usual places.
find_jdk() {
  local home major seen=
  for home in "${JAVA_HOME:-}" "$(home_of_path_java)" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] && major=$(jdk_major "$home") || continue
    if [ "$major" -ge "$MIN_JDK" ]; then
      if [ -n "${JAVA_HOME:-}" ] && [ "$home" != "$JAVA_HOME" ]; then
        printf '%s: JAVA_HOME=%s is no JDK %s or later; using %s\n' "$(basename "$0")" "$JAVA_HOME" "$MIN_JDK" "$home" >&2
      fi
      export JAVA_HOME=$home
      JDK_MAJOR=$major
      return 0
    fi
    [ -n "$seen" ] || seen="JDK $major in $home is too old, Balsa needs JDK $MIN_JDK or later"
  done
  die "${seen:-no JDK found, Balsa needs JDK $MIN_JDK or later (a JRE without javac is not enough)}; $GET_JDK"
}

# find_maven: sets MAVEN to an mvn that is recent enough. Wants find_jdk to have run.
find_maven() {
  MAVEN=$(command -v mvn || true)
  [ -n "$MAVEN" ] || MAVEN=${MAVEN_HOME:-/nonexistent}/bin/mvn
  [ -x "$MAVEN" ] || die "no Maven found, the first build needs Maven $MIN_MAVEN or later; $GET_MAVEN"
  if [ "$JDK_MAJOR" -ge 24 ]; then # spares the reader warnings about what Maven itself does
    export MAVEN_OPTS="${MAVEN_OPTS:-} $RECENT_FLAGS"
  fi
  local said version major minor
  said=$("$MAVEN" -version 2>&1) || true
  version=$(printf '%s\n' "$said" | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || die "$MAVEN -version fails: $(printf '%s' "$said" | head -n 1)"
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  if [ "$major" -lt "${MIN_MAVEN%.*}" ] || { [ "$major" -eq "${MIN_MAVEN%.*}" ] && [ "$minor" -lt "${MIN_MAVEN#*.}" ]; }; then
    die "Maven $version in $MAVEN is too old, Balsa needs Maven $MIN_MAVEN or later; $GET_MAVEN"
  fi
}

# is_stale JAR MODULE...: whether JAR is missing or older than anything it is made of.
is_stale() {
  local jar=$BALSA_HOME/$1 module newer
  shift
  [ -f "$jar" ] || return 0
  set -- "$@" .
  for module; do
    newer=$(find "$BALSA_HOME/$module/pom.xml" "$BALSA_HOME/$module/src/main" -newer "$jar" 2>/dev/null | head -n 1)
    [ -z "$newer" ] || return 0
  done
  return 1
}

# build JAR MODULE...: makes JAR from the modules (the last one makes it) unless it is fresh. Two scripts started at the
# same time build once, where the system has flock.
build() {
  is_stale "$@" || return 0
  find_maven
  mkdir -p "$BALSA_HOME/target"
  (
    if command -v flock >/dev/null; then
      flock 9
      is_stale "$@" || exit 0
    fi
    local jar=$1 last
    for last; do :; done
    printf 'building %s (about 10 s, longer the first time: Maven downloads what it needs) ...\n' "$jar" >&2
    cd "$BALSA_HOME" || exit "${BAD_SETUP:-2}"
    "$MAVEN" -B -ntp -q -pl "$last" -am package -Dmaven.test.skip=true >&2 9>&- \
      || die "the build of $jar failed, see above; for all of it: cd '$BALSA_HOME' && mvn package"
  ) 9>"$BALSA_HOME/target/build.lock" || exit "${BAD_SETUP:-2}"
}

# are_tests_stale MODULE: whether anything of a module is newer than what its tests were compiled from.
are_tests_stale() {
  local list=$BALSA_HOME/$1/target/test-classpath.txt newer
  [ -f "$list" ] || return 0
  newer=$(find "$BALSA_HOME/pom.xml" "$BALSA_HOME/$1/pom.xml" "$BALSA_HOME/$1/src" -newer "$list" 2>/dev/null | head -n 1)
  [ -n "$newer" ]
}

# build_tests MODULE: compiles a module with its tests unless that is fresh, and sets TEST_CLASSPATH to what they run on.
build_tests() {
  if are_tests_stale "$1"; then
    find_maven
    mkdir -p "$BALSA_HOME/target"
    (
      if command -v flock >/dev/null; then
        flock 9
        are_tests_stale "$1" || exit 0
      fi
      printf 'compiling the tests of %s (about 30 s, longer the first time: Maven downloads what it needs) ...\n' "$1" >&2
      cd "$BALSA_HOME" || exit "${BAD_SETUP:-2}"
      "$MAVEN" -B -ntp -q -pl "$1" -am process-test-classes >&2 9>&- \
        || die "the tests of $1 do not compile, see above; for all of it: cd '$BALSA_HOME' && mvn verify"
    ) 9>"$BALSA_HOME/target/build.lock" || exit "${BAD_SETUP:-2}"
  fi
  TEST_CLASSPATH=$(cat "$BALSA_HOME/$1/target/test-classpath.txt")
}

# run_java JAR MAIN [ARGUMENT...]: becomes the JVM, so that signals and the exit code are the program's own. A script sets
# JVM_FLAGS to what suits its program; more may be given in JDK_JAVA_OPTIONS.
run_java() {
  local jar=$BALSA_HOME/$1
  shift
  run_classes "$jar" "$@"
}

# run_classes CLASSPATH MAIN [ARGUMENT...]: the same for what is in no jar.
run_classes() {
  local classpath=$1
  shift
  # shellcheck disable=SC2086 # several words are meant
  set -- ${JVM_FLAGS:-} -Dbalsa.home="$BALSA_HOME" -cp "$classpath" "$@"
  if [ "$JDK_MAJOR" -ge 24 ]; then
    # shellcheck disable=SC2086 # several words are meant
    set -- $RECENT_FLAGS "$@"
  fi
  # Agrona reads and writes memory through jdk.internal.misc.
  exec "$JAVA_HOME/bin/java" --add-opens java.base/jdk.internal.misc=ALL-UNNAMED "$@"
}
