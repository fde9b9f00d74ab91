package fairlead;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who may import whom. The map in {@code fairlead/package-info.java} tells why. */
@AnalyzeClasses(packages = "fairlead", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            entry("boot", List.of()),
            entry("config", List.of()),
            entry("tls", List.of()),
            entry("http", List.of()),
            entry("proxyprotocol", List.of()),
            entry("stats", List.of()),
            entry("routing", List.of("config")),
            entry("pool", List.of("config", "proxyprotocol")),
            entry("health", List.of("config", "pool", "stats", "tls", "proxyprotocol")),
            entry("proxy", List.of("config", "tls", "http", "proxyprotocol", "routing", "pool", "stats", "health")),
            entry("admin", List.of("config", "pool", "stats", "health", "proxy")),
            entry("cli", List.of("config", "stats", "health", "proxy", "admin")));

    private static final Map<String, List<String>> ARROWS_IN_HEALTH = Map.of(
            "health.finding", List.of(),
            "health.probe", List.of(),
            "health.dns", List.of("health.finding"),
            "health.certificate", List.of("health.probe", "health.finding"));

    @ArchTest
    static final ArchRule everyPackageHasItsArrows = classes()
            .that()
            .haveNameNotMatching(".*package-info")
            .should()
            .resideInAnyPackage(ARROWS.keySet().stream()
                    .map(ArchitectureTest::below)
                    .flatMap(Arrays::stream)
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule packagesImportOnlyTheseOfOurs = CompositeArchRule.of(ARROWS.entrySet().stream()
            .map(arrow -> (ArchRule) classes()
                    .that()
                    .resideInAnyPackage(below(arrow.getKey()))
                    .should()
                    .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("fairlead..")
                            .or(resideInAnyPackage(below(withItself(arrow))))))
            .toList());

    @ArchTest
    static final ArchRule partsOfHealthImportOnlyTheseOfItsParts =
            CompositeArchRule.of(ARROWS_IN_HEALTH.entrySet().stream()
                    .map(arrow -> (ArchRule) classes()
                            .that()
                            .resideInAnyPackage(below(arrow.getKey()))
                            .should()
                            .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("fairlead.health..")
                                    .or(resideInAnyPackage(below(withItself(arrow))))))
                    .toList());

    @ArchTest
    static final ArchRule healthHasNoOtherParts = classes()
            .that()
            .resideInAPackage("fairlead.health.*..")
            .and()
            .haveNameNotMatching(".*package-info")
            .should()
            .resideInAnyPackage(below(ARROWS_IN_HEALTH.keySet().toArray(String[]::new)));

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("fairlead.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCyclesInHealth =
            slices().matching("fairlead.health.(*)..").should().beFreeOfCycles();

    /** Templates, of which {@code views} is made, belong to the pages. */
    @ArchTest
    static final ArchRule noCyclesInAdmin = slices().matching("fairlead.admin.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage("fairlead.admin.views.."), alwaysTrue());

    @ArchTest
    static final ArchRule purePackagesHaveNoSocketsStreamsThreadsOrClock = noClasses()
            .that()
            .resideInAnyPackage(below("tls", "http", "proxyprotocol", "routing", "pool"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.channels..", "java.nio.file..", "javax.net..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.Socket")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule theDataPathIsJdkOnly = classes()
            .that()
            .resideInAnyPackage(below("tls", "http", "proxyprotocol", "routing", "pool", "stats", "health", "proxy"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "fairlead..", "java..", "javax..", "com.sun.management..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule webLibrariesAreForTheDashboardAndTheApi = noClasses()
            .that()
            .resideOutsideOfPackage("fairlead.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "gg.jte..", "jakarta..", "io.prometheus..");

    @ArchTest
    static final ArchRule jacksonIsForTheConfigFileAndTheApi = noClasses()
            .that()
            .resideOutsideOfPackages("fairlead.config..", "fairlead.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

    private static String[] withItself(Map.Entry<String, List<String>> arrow) {
        return Stream.concat(Stream.of(arrow.getKey()), arrow.getValue().stream())
                .toArray(String[]::new);
    }

    private static String[] below(String... packages) {
        return Stream.of(packages).map(name -> "fairlead." + name + "..").toArray(String[]::new);
    }
}
