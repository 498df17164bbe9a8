# make run     installs what is missing, builds, and shows the main job on the terminal; then serves.
#              ARGS=--exit ends after the show, its exit status says whether everything held; ARGS=--help lists more.
# make test    every test there is. make bench, make fuzz: measurements into bench/RESULTS.md; fuzzing for FUZZ_SECONDS each.
BUILD ?= build
ARGS ?=
FUZZ_SECONDS ?= 60

.PHONY: all install-deps build run test bench fuzz clean
all: build

install-deps:
	@tools/install.sh build run

build: install-deps
	@cmake -G Ninja -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=Release > $(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log
	@cmake --build $(BUILD)

run: build
	@python3 tools/tour.py --server $(BUILD)/src/orgtrail $(ARGS)

test: build
	@python3 tests/run.py --build $(BUILD)

bench: install-deps
	@tools/install.sh bench
	@cmake -G Ninja -S . -B $(BUILD)-bench -DCMAKE_BUILD_TYPE=Release -DORGTRAIL_BENCH=ON
	@cmake --build $(BUILD)-bench
	@python3 bench/run.py --build $(BUILD)-bench

fuzz: install-deps
	@tools/install.sh fuzz
	@tests/fuzz/run.sh $(BUILD)-fuzz $(FUZZ_SECONDS)

clean:
	rm -rf $(BUILD) $(BUILD)-bench $(BUILD)-fuzz
