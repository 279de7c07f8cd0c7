#!/usr/bin/env bash
# Every place of the window as a picture: both themes, both languages, three sizes, and once at scale 2; each view of
# nothing, waiting, failure and a lost process once.
#   packaging/screenshots.sh OUT [STORE EXPERIMENT RUNS]
# Without a store the demo that ships is trained here for a few runs, one of which explodes; images and weights are
# Espalier's own. RUNS: numbers to compare, the last one is watched. ESPALIER names the program (default:
# build/dev/bin/espalier); espalier-cli lies beside it. PLACES, THEMES, LANGUAGES, SIZES narrow what is drawn.
set -euo pipefail
[ $# -eq 1 ] || [ $# -eq 4 ] || { echo "usage: $0 OUT [STORE EXPERIMENT RUNS]" >&2; exit 2; }
out=$(realpath -m "$1")
source=$(realpath "$(dirname "$0")/..")
program=$(realpath "${ESPALIER:-$source/build/dev/bin/espalier}")
cli=$(dirname "$program")/espalier-cli
for file in "$program" "$cli"; do
  [ -x "$file" ] || { echo "screenshots: $file is missing: build it, or name the program in ESPALIER" >&2; exit 2; }
done
read -ra places <<<"${PLACES:-design data monitor compare runs}"
read -ra themes <<<"${THEMES:-dark light}"
read -ra languages <<<"${LANGUAGES:-en ko}"
read -ra sizes <<<"${SIZES:-1280x800 1440x900 1920x1080}"

mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$work XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config \
  XDG_CACHE_HOME=$work/cache OMP_WAIT_POLICY=passive # on a busy machine, threads that wait by spinning wait for each other

store=${2:-$work/demo.db}
experiment=${3:-$source/experiments/demo/step2.yaml}
runs=${4:-1,2,3,4}
small=(--set train.epochs=6 --set data.train_images=16 --set data.val_images=8 --set data.image_size=160
  --set train.eval_every=2 --set train.checkpoint_every=2 --accept schedule-shorter-than-run)
train() { # NAME, the answer that is expected, SETTING…
  local name=$1 expected=$2 answer=0
  shift 2
  "$cli" --store "$store" run "$source/experiments/demo/$name.yaml" "${small[@]}" "$@" >"$work/train.log" 2>&1 || answer=$?
  [ "$answer" -eq "$expected" ] || { cat "$work/train.log" >&2; echo "screenshots: training $name gave $answer" >&2; exit 1; }
}
if [ $# -eq 1 ]; then
  echo "training the demo"
  train baseline 0
  train step2 0
  train step2 0 --set train.seed=1
  train step2 3 --set train.lr=50 --set train.clip=0 --set monitor.policy=stop --accept clip-zero-with-high-lr
fi

# One picture: FILE, seconds to wait, and what the program is given besides.
shoot() {
  local file=$out/$1.png after=$2
  shift 2
  timeout 120 "$program" --screenshot "$file" --after "$after" "$@" 2>"$work/shoot.log" ||
    { cat "$work/shoot.log" >&2; echo "screenshots: $file was not written" >&2; exit 1; }
  if grep -qiE 'warning|error|QPainter|QObject' "$work/shoot.log"; then
    sed "s|^|$(basename "$file"): |" "$work/shoot.log" >>"$out/log.txt"
  fi
}
: >"$out/log.txt"
of_place() { # what PLACE is opened with
  case $1 in
    design | data) echo "$experiment" ;;
    monitor) echo "--runs ${runs##*,}" ;;
    compare) echo "--runs $runs" ;;
    runs) echo ;;
  esac
}
count=0
for place in "${places[@]}"; do
  read -ra given <<<"$(of_place "$place")"
  for theme in "${themes[@]}"; do
    for language in "${languages[@]}"; do
      for size in "${sizes[@]}"; do
        shoot "$place-$theme-$language-$size" 3 --store "$store" --place "$place" --theme "$theme" --language "$language" \
          --size "$size" "${given[@]}"
        count=$((count + 1))
      done
    done
  done
  QT_SCALE_FACTOR=2 shoot "$place-scale2" 3 --store "$store" --place "$place" --theme dark --language en \
    --size 1280x800 "${given[@]}"
  shoot "$place-empty" 1 --store "$work/empty.db" --place "$place" --theme dark --language en --size 1440x900
  count=$((count + 2))
done

# Failures: a store that is none, weights that are not there, images that are not there.
echo "no store" >"$work/broken.db"
for place in monitor compare runs; do
  shoot "$place-error" 2 --store "$work/broken.db" --place "$place" --theme dark --language en --size 1440x900
done
sed -E "s|kind: inspection|kind: coco\n  root: $work/nowhere|; s|checkpoint:.*|checkpoint: $work/nowhere.safetensors|" \
  "$source/experiments/demo/step2.yaml" >"$work/faulty.yaml"
shoot data-error 3 --store "$work/empty.db" --place data --theme dark --language en --size 1440x900 "$work/faulty.yaml"
sed -E 's|cls_preds.2,|"re:(",|' "$source/experiments/demo/step2.yaml" >"$work/pattern.yaml"
shoot design-error 3 --store "$work/empty.db" --place design --theme dark --language en --size 1440x900 "$work/pattern.yaml"

# Waiting: before the network is described, before the images are drawn, before the first step.
rm -rf "$XDG_CACHE_HOME"
sed 's/size: n/size: x/' "$source/experiments/demo/step2.yaml" >"$work/large.yaml"
shoot design-busy 0 --store "$work/empty.db" --place design --theme dark --language en --size 1440x900 "$work/large.yaml"
shoot data-busy 0 --store "$work/empty.db" --place data --theme dark --language en --size 1440x900 "$experiment"
shoot monitor-busy 0.2 --store "$work/busy.db" --run --place monitor --theme dark --language en --size 1440x900 "$experiment"

# A process that was killed in the middle of a run.
"$cli" --store "$work/lost.db" run "$source/experiments/demo/step2.yaml" "${small[@]}" --set train.epochs=60 \
  >"$work/lost.log" 2>&1 &
victim=$!
until "$cli" --store "$work/lost.db" runs --json 2>/dev/null | grep -qE '"step":([5-9][0-9]|[12][0-9][0-9])'; do
  kill -0 "$victim" 2>/dev/null || { cat "$work/lost.log" >&2; echo "screenshots: the run to be killed ended by itself" >&2; exit 1; }
  read -rt 1 <> <(:) || true
done
kill -KILL "$victim"
wait "$victim" 2>/dev/null || true
for place in monitor runs; do
  shoot "$place-lost" 4 --store "$work/lost.db" --place "$place" --theme dark --language en --size 1440x900 --runs 1
done
[ -s "$out/log.txt" ] || rm "$out/log.txt"
echo "$(ls "$out"/*.png | wc -l) pictures in $out"
