package dev.holdfast.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.holdfast.app.Main;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** Checks the borders between the modules, and names that say nothing. */
@AnalyzeClasses(packages = "dev.holdfast", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_INWARDS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("dev.holdfast.model..")
            .layer("engine")
            .definedBy("dev.holdfast.engine..")
            .layer("operations")
            .definedBy("dev.holdfast.operations..")
            .layer("drivers")
            .definedBy("dev.holdfast.drivers..")
            .layer("lab")
            .definedBy("dev.holdfast.lab..")
            .layer("app")
            .definedBy("dev.holdfast.app..")
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("engine")
            .mayOnlyAccessLayers("model")
            .whereLayer("operations")
            .mayOnlyAccessLayers("engine", "model")
            .whereLayer("drivers")
            .mayOnlyAccessLayers("engine", "model")
            .whereLayer("lab")
            .mayOnlyAccessLayers("model")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule ONE_ENTRANCE = methods()
            .that()
            .haveName("main")
            .and()
            .haveRawParameterTypes(String[].class)
            .should()
            .beDeclaredIn(Main.class);

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Helpers")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    @ArchTest
    static final ArchRule NO_BAGS_OF_CLASSES = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..manager..", "..misc..");

    /** The service of the lab is a program of its own: what it writes on standard output is its log. */
    @ArchTest
    static final ArchRule ONLY_THE_EDGE_SPEAKS = noClasses()
            .that(are(resideInAnyPackage(
                    "dev.holdfast.model..",
                    "dev.holdfast.engine..",
                    "dev.holdfast.operations..",
                    "dev.holdfast.drivers..")))
            .or(are(resideInAnyPackage("dev.holdfast.lab.."))
                    .and(JavaClass.Predicates.resideOutsideOfPackage("dev.holdfast.lab.service..")))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule ONLY_THE_ENTRANCE_ENDS_THE_PROCESS =
            noClasses().that().doNotBelongToAnyOf(Main.class).should().callMethod(System.class, "exit", int.class);

    /** What waits in any other way would stop a simulation, or take a different course each time. */
    @ArchTest
    static final ArchRule OPERATIONS_LIVE_IN_THEIR_TEMPO = noClasses()
            .that()
            .resideInAPackage("dev.holdfast.operations..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", Duration.class)
            .orShould()
            .callMethod(Thread.class, "ofVirtual")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executor.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Future.class);

    @ArchTest
    static final ArchRule THE_JUDGE_SHARES_NOTHING_WITH_THE_JUDGED = classes()
            .that()
            .resideInAPackage("dev.holdfast.lab.judge..")
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackages(
                    "dev.holdfast.engine..",
                    "dev.holdfast.operations..",
                    "dev.holdfast.drivers..",
                    "dev.holdfast.app.."))
            .allowEmptyShould(true);

    /** Guards the rules above: a module that is not on the class path would pass all of them. */
    @ArchTest
    static void everyModuleIsLookedAt(JavaClasses all) {
        assertThat(List.of("model", "engine", "operations", "drivers", "lab", "app"))
                .allMatch(module ->
                        all.stream().anyMatch(type -> type.getPackageName().startsWith("dev.holdfast." + module)));
    }
}
