// A declarative pipeline as Jenkins runs it, on this machine: `java ... Jenkins.groovy JENKINSFILE`.
//
// Only the sections, directives and steps that are written here exist, each where
// https://www.jenkins.io/doc/book/pipeline/syntax/ allows it: anything else is a fault (exit 3), as
// it is for Jenkins. `sh` really runs, in the current folder, with the pipeline's environment; a
// command that fails ends the pipeline with its exit code, and what comes after is not run.

class Fault extends RuntimeException { Fault(String message) { super(message) } }

class Failed extends RuntimeException {
    int code
    Failed(int code) { super("script returned exit code ${code}"); this.code = code }
}

abstract class Section {
    Map<String, String> env
    def methodMissing(String name, arguments) {
        throw new Fault("${getClass().simpleName}: no such section, directive or step: ${name}")
    }
    def within(Class<? extends Section> kind, Closure body) {
        def section = kind.newInstance()
        section.env = env
        body.delegate = section
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
        section
    }
}

class Options extends Section {
    def disableConcurrentBuilds() { }
    def timeout(Map limit) {
        assert limit.keySet() == ['time', 'unit'] as Set && limit.unit in ['SECONDS', 'MINUTES', 'HOURS']
    }
}

class Condition extends Section {
    boolean holds
    def expression(Closure test) {
        test.delegate = this
        test.resolveStrategy = Closure.DELEGATE_FIRST
        holds = test.call()
    }
}

class Steps extends Section {
    def sh(String script) {
        def builder = new ProcessBuilder('/bin/sh', '-xe', '-c', script).inheritIO()
        builder.redirectInput(new File('/dev/null'))
        builder.environment().putAll(env)
        def code = builder.start().waitFor()
        if (code != 0) { throw new Failed(code) }
    }
    def gitUsernamePassword(Map binding) {
        assert binding.keySet() == ['credentialsId', 'gitToolName'] as Set
        binding
    }
    def withCredentials(List bindings, Closure body) {
        println "credentials ${bindings*.credentialsId.join(', ')}"
        body.delegate = this
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
    }
}

class Afterwards extends Section {
    def junit(Map given) {
        assert given.keySet() == ['testResults', 'allowEmptyResults'] as Set
        def file = new File((String) given.testResults)
        if (!file.exists() && !given.allowEmptyResults) { throw new Fault("no test report ${file}") }
        if (file.exists()) { println "junit ${new groovy.xml.XmlSlurper().parse(file).testsuite*.@tests}" }
    }
    def archiveArtifacts(Map given) {
        assert given.keySet() == ['artifacts', 'allowEmptyArchive'] as Set
        def folder = new File((String) given.artifacts).parentFile
        println "archived ${(folder.list() ?: []).sort().join(' ')}"
    }
}

class Post extends Section {
    def always(Closure content) { within(Afterwards, content) }
}

class Stage extends Section {
    Closure condition
    Closure body
    Closure afterwards
    def post(Closure wanted) { afterwards = wanted }
    def when(Closure test) { condition = test }
    def steps(Closure wanted) { body = wanted }
}

class Stages extends Section {
    def stage(String name, Closure content) {
        def stage = (Stage) within(Stage, content)
        if (stage.body == null) { throw new Fault("stage ${name} has no steps") }
        if (stage.condition && !((Condition) within(Condition, stage.condition)).holds) {
            println "stage ${name} skipped"
            return
        }
        println "stage ${name}"
        try {
            within(Steps, stage.body)
        } finally {
            if (stage.afterwards) { within(Post, stage.afterwards) }
        }
    }
}

class Pipeline extends Section {
    static final String any = 'any'
    boolean placed
    def agent(where) { placed = true }
    def options(Closure content) { within(Options, content) }
    def stages(Closure content) {
        if (!placed) { throw new Fault('Pipeline: agent is missing') }
        within(Stages, content)
    }
}

abstract class PipelineScript extends Script {
    def pipeline(Closure content) {
        def section = new Pipeline(env: System.getenv())
        content.delegate = section
        content.resolveStrategy = Closure.DELEGATE_FIRST
        content.call()
    }
}

def settings = new org.codehaus.groovy.control.CompilerConfiguration(scriptBaseClass: PipelineScript.name)
try {
    new GroovyShell(PipelineScript.classLoader, new Binding(), settings).evaluate(new File(args[0]))
} catch (Failed failed) {
    System.err.println("pipeline failed: ${failed.message}")
    System.exit(failed.code)
} catch (Fault | AssertionError | org.codehaus.groovy.control.CompilationFailedException fault) {
    System.err.println("no valid pipeline: ${fault.message}")
    System.exit(3)
}
