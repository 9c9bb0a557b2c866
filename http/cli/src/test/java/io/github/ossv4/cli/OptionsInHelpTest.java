// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options in the help of a command: all have an effect there, in groups, and few enough to read. */
class OptionsInHelpTest {
    private static final int TWO_SCREENS = 100;
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(CliArchitectureTest.ROOT);

    private static List<CommandSpec> commands() {
        List<CommandSpec> commands = new ArrayList<>();
        collect(RootCommand.withAllSubcommands(), commands);
        return commands;
    }

    private static void collect(CommandLine line, List<CommandSpec> to) {
        to.add(line.getCommandSpec());
        line.getSubcommands().values().forEach(each -> collect(each, to));
    }

    /**
     * An option is read if code that {@code run} of the command can reach reads its field, or for a method its class. A
     * call of a method reaches all methods that override it; classes whose methods are not reached by name, such as
     * records of results, are reached with their constructor.
     */
    private static final class Reached {
        private final Set<JavaCodeUnit> units = new HashSet<>();
        private final Set<String> fields = new TreeSet<>();
        private final Deque<JavaCodeUnit> open = new ArrayDeque<>();

        Reached(Class<?> command) {
            for (Class<?> type = command; type != Object.class; type = type.getSuperclass()) {
                JavaClass known = CLASSES.contain(type) ? CLASSES.get(type) : null;
                if (known != null) {
                    known.getMethods().stream()
                            .filter(method -> method.getName().equals("run"))
                            .forEach(this::add);
                }
            }
            while (!open.isEmpty()) {
                open.pop().getAccessesFromSelf().forEach(this::follow);
            }
        }

        private void add(JavaCodeUnit unit) {
            if (units.add(unit)) {
                open.push(unit);
            }
        }

        private void follow(JavaAccess<?> access) {
            if (access instanceof JavaFieldAccess field && field.getAccessType() == JavaFieldAccess.AccessType.GET) {
                fields.add(access.getTargetOwner().getName() + "." + access.getName());
            }
            if (access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
                    && CLASSES.contain(access.getTargetOwner().getName())) {
                List<String> parameters = target.getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .toList();
                Set<JavaClass> owners = new HashSet<>(access.getTargetOwner().getAllSubclasses());
                owners.add(access.getTargetOwner());
                owners.addAll(access.getTargetOwner().getAllRawSuperclasses());
                owners.stream()
                        .flatMap(owner -> owner.getCodeUnits().stream())
                        .filter(unit -> unit.getName().equals(access.getName())
                                && unit.getRawParameterTypes().stream()
                                        .map(JavaClass::getName)
                                        .toList()
                                        .equals(parameters))
                        .forEach(this::add);
            }
        }

        boolean reads(OptionSpec option) {
            Member member = (Member) option.userObject();
            String owner = member.getDeclaringClass().getName();
            return member instanceof Field
                    ? fields.contains(owner + "." + member.getName())
                    : units.stream().anyMatch(unit -> unit.getOwner().getName().equals(owner));
        }
    }

    /** The console, which every command has, reads those of the output. Picocli reads --help and --version. */
    private static boolean isOfConsole(OptionSpec option) {
        return Set.of("--help", "--version", "--json", "--quiet", "--log", "--summary")
                .contains(option.longestName());
    }

    @Test
    void commandsReadTheirOptions() {
        Set<String> unread = new TreeSet<>();
        int count = 0;
        for (CommandSpec command : commands()) {
            Reached reached = new Reached(command.userObject().getClass());
            for (OptionSpec option : command.options()) {
                count++;
                if (!option.hidden() && !isOfConsole(option) && !reached.reads(option)) {
                    unread.add(command.qualifiedName() + " " + option.longestName());
                }
            }
        }
        assertEquals(Set.of(), unread);
        assertTrue(count > 300, "" + count);
    }

    @Test
    void eachOptionIsInOneGroup() {
        for (CommandSpec command : commands()) {
            List<String> shown = new ArrayList<>();
            for (OptionGroup group : OptionGroup.values()) {
                group.of(command).forEach(option -> shown.add(option.longestName()));
            }
            assertEquals(
                    command.options().stream()
                            .filter(option -> !option.hidden())
                            .map(OptionSpec::longestName)
                            .sorted()
                            .toList(),
                    shown.stream().sorted().toList(),
                    command.qualifiedName());
        }
    }

    /** Otherwise it is in another place in the help of each. */
    @Test
    void optionsOfSeveralCommandsHaveAGroup() {
        Set<String> ofSeveral = commands().stream()
                .flatMap(command -> OptionGroup.OWN.of(command).stream())
                .collect(Collectors.groupingBy(OptionSpec::longestName, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 2)
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertEquals(Set.of(), ofSeveral);
    }

    @Test
    void helpOfSyncFitsOnTwoScreens() {
        CommandLine sync = RootCommand.with(Subcommand.SYNC).getSubcommands().get("sync");
        long lines = HelpText.of(sync, 80, Ansi.OFF).lines().count();
        assertTrue(lines <= TWO_SCREENS, () -> lines + " lines");
        List<String> headings = HelpText.of(sync, 100, Ansi.OFF)
                .lines()
                .filter(line -> line.matches("[A-Z][a-z ]*:"))
                .toList();
        assertEquals(
                List.of(
                        "What to transfer:",
                        "What to delete:",
                        "How objects are stored:",
                        "How fast:",
                        "Output:",
                        "Connection:",
                        "Examples:"),
                headings);
    }
}
