# The menu: `make` prints it. Everything below finds a JDK 25 by itself; scripts/find-jdk says where it looks.
SHELL := /bin/bash
.DEFAULT_GOAL := help

JAVA_HOME := $(shell scripts/find-jdk 2>/dev/null)
export JAVA_HOME
MVN := mvn -B -ntp -Dbuild.commit=$(or $(shell git rev-parse --short=12 HEAD 2>/dev/null),unknown)
# make check M=composer looks at one module only.
MODULES := $(if $(M),-pl $(M))

.PHONY: help
help: ## Print this menu
	@echo "imagebuilder: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: jdk
jdk:
	@scripts/find-jdk >/dev/null
	@command -v mvn >/dev/null || scripts/packages maven

.PHONY: demo
demo: jdk ## Build a bootable Debian image through all three programs (BOOT=1 also boots it; BLUEPRINT=1 makes the three images of a blueprint; KILL=composer or KILL=agent kills one midway)
	@BLUEPRINT=$(BLUEPRINT) BOOT=$(BOOT) KILL=$(KILL) scripts/demo

.PHONY: demo-aws
demo-aws: jdk ## Build a Debian disk and register it as a machine image in moto, an AWS for tests on this machine
	@scripts/demo-aws

.PHONY: check
check: jdk ## Run every test and static check, as CI does (M=composer: one module)
	scripts/check-scripts
	scripts/check-rules
	$(MVN) $(MODULES) -q spotless:check
	$(MVN) $(MODULES) verify $(shell scripts/check-profiles)
	$(if $(M),,scripts/sbom)
	$(if $(M),,mkdir -p .demo && touch .demo/built && scripts/load check)

.PHONY: build
build: jdk ## Compile and package the three programs, without tests
	$(MVN) -q $(MODULES) package -DskipTests

.PHONY: test
test: jdk ## Unit, store and HTTP tests, without the packaged programs (M=composer: one module)
	$(MVN) $(MODULES) test

.PHONY: drills
drills: jdk ## Kill composers and databases, and restart all services in turn, under load, for long (SIZE=20 times what make check does)
	@MVN='$(MVN)' scripts/drills $(SIZE)

.PHONY: fmt
fmt: jdk ## Format the Java sources
	$(MVN) -q $(MODULES) spotless:apply

.PHONY: contracts
contracts: jdk ## Lint the contracts and check every example against its schema
	$(MVN) -q -pl composer test -Dtest='*Contract*Test'

.PHONY: contracts-diff
contracts-diff: jdk ## Compare the contracts with an earlier state, and fail where clients would break (BASE=a git ref)
	@MVN='$(MVN)' scripts/contracts-diff $(BASE)

.PHONY: oscap-data
oscap-data: jdk ## Write imagebuilder's OpenSCAP profiles anew from the SCAP Security Guide of Debian (SUITE=sid; needs oscap)
	scripts/oscap-data $(SUITE)

.PHONY: db
db: jdk ## Run a PostgreSQL for development in the foreground (port 5432, or PORT=…; data in .demo/db)
	scripts/postgres $(CURDIR)/.demo/db $(or $(PORT),5432) composer imagebuilder

.PHONY: run-composer run-imagebuilder run-agent
run-composer: jdk ## Run composer in development mode against make db
	PGUSER=postgres $(MVN) -pl composer quarkus:dev
run-imagebuilder: jdk ## Run imagebuilder in development mode against make db (health and metrics on port 8009)
	QUARKUS_MANAGEMENT_PORT=8009 $(MVN) -pl imagebuilder quarkus:dev
run-agent: build ## Run the agent against a composer on this machine
	$(JAVA_HOME)/bin/java -jar worker-agent/target/quarkus-app/quarkus-run.jar

.PHONY: load load-all load-check
load: jdk ## Put load on programs started for it, or on those at URL, and hold them to their objectives (S=mixed-tenants; without S the list)
	@scripts/load "$(S)"
load-check: jdk ## Play every load story small, with wide bounds
	@scripts/load check
load-all: jdk ## Play every load story, each with programs of its own (SOAK=600 seconds of the long one; CHARTS=1 writes docs/load)
	@scripts/load all

.PHONY: benchmark
benchmark: jdk ## Print what composer (M=imagebuilder: both services for 40 users) can do over HTTP, behind 0 to 100,000 finished composes (SECONDS=10 for each figure, HISTORY=0,10000,100000)
	@scripts/benchmark$(if $(filter imagebuilder,$(M)),-imagebuilder) "$(SECONDS)" "$(HISTORY)"

.PHONY: deploy-check
deploy-check: jdk ## Check the OpenShift templates without a cluster, and start the programs as they say (T=composer VALUES=my.env: only whether your values fit that template)
	@MVN='$(MVN)' scripts/deploy-check $(if $(T)$(VALUES),"$(T)" "$(VALUES)")

.PHONY: dashboards
dashboards: jdk ## Write Grafana's dashboards, and them and the alerts as objects of a cluster (RUNBOOKS=https://…/ address of docs/runbooks)
	@$(MVN) -q -pl deploy/observe compile dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime
	@$(JAVA_HOME)/bin/java -cp "deploy/observe/target/classes:$$(cat deploy/observe/target/classpath)" org.imagebuilder.observe.Observe \
	  write target/observe "$(RUNBOOKS)"

.PHONY: observe observe-check
observe: jdk ## Run everything with Prometheus under some work, and take pictures of the dashboards (LOAD=60 seconds of work)
	@LOAD=$(or $(LOAD),60) scripts/observe show
observe-check: jdk ## Try every query of dashboards, alerts and objectives on the programs at work
	scripts/check-rules
	@LOAD=$(or $(LOAD),60) scripts/observe check

.PHONY: native
native: ## Build the three programs as native executables with the GraalVM or Mandrel 25 of GRAALVM_HOME
	scripts/native

.PHONY: native-smoke
native-smoke: ## Start the native executables and do one compose with stand-in tools
	scripts/native-smoke

.PHONY: images
images: jdk ## Make the container images, by podman or docker or else from Debian packages (VARIANT=native or jvm, ENGINE=podman, docker or debian)
	@VARIANT=$(VARIANT) ENGINE=$(ENGINE) scripts/images

.PHONY: images-check
images-check: jdk ## Make the images twice from Debian packages, compare them, and start them as OpenShift would (VARIANT=native or jvm)
	@VARIANT=$(VARIANT) scripts/images-check

.PHONY: sbom
sbom: build ## Write what the programs are made of (CycloneDX) and under which licences to target/sbom, and check the licences
	@scripts/sbom

.PHONY: reproducible
reproducible: jdk ## Build the programs twice in two clones and compare the jars (M=composer: one program)
	@scripts/reproducible $(M)

.PHONY: native-check
native-check: jdk ## Hold the native executables to what the programs do on Java: one compose, the tests of packaged programs and those over HTTP (builds what is not fresh, with GRAALVM_HOME)
	scripts/native-check

.PHONY: native-figures
native-figures: build ## Print what the services take and do natively and on Java, as a table (STARTS=10, IDLE=20 and LOAD=10 seconds; after make native)
	scripts/native-figures

.PHONY: agent-figures
agent-figures: jdk ## Measure the agent: size, exec to first poll, memory and CPU when idle (STARTS=10, IDLE=60 seconds; the native executable if it is built, else the JVM build)
	@STARTS=$(STARTS) IDLE=$(IDLE) scripts/agent-figures

.PHONY: clean
clean: jdk ## Remove what was built and what the demo left
	$(MVN) -q clean
	rm -rf .demo
