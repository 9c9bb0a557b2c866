// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.ossv4.emulator.callback.CallbackNotAllowedException;
import io.netty.channel.ChannelHandler;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Cookie;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import org.junit.jupiter.api.Test;

/** The types in the public API: libraries of other projects are relocated in the jar, and core is too. */
class PublicApiTest {
    private static final String ROOT = "io.github.ossv4.emulator";
    private static final Set<String> EXPORTED = Set.of(ROOT);

    /** Types of the JDK, of the API itself, and of optional dependencies. */
    private static boolean isAllowed(Class<?> type) {
        String name = type.getPackageName();
        return name.startsWith("java.") || EXPORTED.contains(name) || name.startsWith("org.jspecify.");
    }

    /** Returns the public types of the exported packages. */
    private static List<Class<?>> publicTypes() {
        List<Class<?>> types = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(EXPORTED)) {
            if (EXPORTED.contains(type.getPackageName()) && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                types.add(type.reflect());
            }
        }
        return types;
    }

    /** Returns what mentions another type, as {@code member: type}. */
    private static Set<String> violations(Class<?> type) {
        Set<String> violations = new TreeSet<>();
        mentioned(type, type.getGenericSuperclass(), violations);
        mentioned(type, List.of(type.getGenericInterfaces()), violations);
        parameters(type, type, violations);
        annotations(type, violations);
        for (Field field : type.getDeclaredFields()) {
            if (isPublic(field)) {
                mentioned(field, field.getGenericType(), violations);
                annotations(field, violations);
            }
        }
        Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .filter(PublicApiTest::isPublic)
                .forEach(executable -> {
                    mentioned(executable, List.of(executable.getGenericParameterTypes()), violations);
                    mentioned(executable, List.of(executable.getGenericExceptionTypes()), violations);
                    parameters(executable, executable, violations);
                    annotations(executable, violations);
                    if (executable instanceof Method method) {
                        mentioned(method, method.getGenericReturnType(), violations);
                    }
                });
        return violations;
    }

    private static boolean isPublic(Member member) {
        return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !member.isSynthetic();
    }

    private static void parameters(Object member, GenericDeclaration declaration, Set<String> violations) {
        for (TypeVariable<?> parameter : declaration.getTypeParameters()) {
            mentioned(member, List.of(parameter.getBounds()), violations);
        }
    }

    private static void annotations(AnnotatedElement element, Set<String> violations) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            mentioned(element, annotation.annotationType(), violations);
        }
    }

    private static void mentioned(Object member, List<Type> types, Set<String> violations) {
        types.forEach(type -> mentioned(member, type, violations));
    }

    private static void mentioned(Object member, Type type, Set<String> violations) {
        if (type instanceof Class<?> raw) {
            Class<?> element = raw;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            if (!element.isPrimitive() && !isAllowed(element)) {
                violations.add(member + ": " + element.getName());
            }
        } else if (type instanceof ParameterizedType parameterized) {
            mentioned(member, parameterized.getRawType(), violations);
            mentioned(member, List.of(parameterized.getActualTypeArguments()), violations);
        } else if (type instanceof GenericArrayType array) {
            mentioned(member, array.getGenericComponentType(), violations);
        } else if (type instanceof WildcardType wildcard) {
            mentioned(member, List.of(wildcard.getUpperBounds()), violations);
            mentioned(member, List.of(wildcard.getLowerBounds()), violations);
        }
    }

    @Test
    void mentionsNoRelocatedType() {
        List<Class<?>> types = publicTypes();
        assertTrue(types.contains(Emulator.Builder.class), types::toString);

        Set<String> violations = new TreeSet<>();
        types.forEach(type -> violations.addAll(violations(type)));
        assertEquals(Set.of(), violations);
    }

    /** A class that mentions relocated types in the ways that the API could. */
    @ChannelHandler.Sharable
    @SuppressWarnings("unused")
    abstract static class Mentions<T extends Interceptor> implements Supplier<List<? super Call>> {
        protected Dns[] field;
        private Cookie ignored;

        protected Mentions(List<? extends Headers> parameter) {}

        public <E extends EventListener> HttpUrl method() throws CallbackNotAllowedException {
            return null;
        }
    }

    @Test
    void findsRelocatedTypesEverywhere() {
        List<String> found = violations(Mentions.class).stream()
                .map(violation -> violation.replaceFirst(".*[.$]", ""))
                .sorted()
                .distinct()
                .toList();
        assertEquals(
                List.of(
                        "Call",
                        "CallbackNotAllowedException",
                        "Dns",
                        "EventListener",
                        "Headers",
                        "HttpUrl",
                        "Interceptor",
                        "Sharable"),
                found);
    }
}
