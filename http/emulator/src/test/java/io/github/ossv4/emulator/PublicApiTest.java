// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.ossv4.emulator.internal.callback.CallbackNotAllowedException;
import io.github.ossv4.emulator.junit.EmulatorExtension;
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
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private static final String JUNIT = ROOT + ".junit";

    /** The packages that the module exports. */
    static final Set<String> EXPORTED = Set.of(ROOT, JUNIT);

    /** Types of the JDK, of the API itself, and of optional dependencies. */
    private static boolean isAllowed(Class<?> used, Class<?> user) {
        String name = used.getPackageName();
        return name.startsWith("java.")
                || name.equals("javax.net.ssl")
                || EXPORTED.contains(name)
                || name.startsWith("org.jspecify.")
                || (user.getPackageName().equals(JUNIT) && name.startsWith("org.junit.jupiter.api."));
    }

    /** Returns the public types of the exported packages. */
    private static List<Class<?>> publicTypes() {
        List<Class<?>> types = new ArrayList<>();
        for (JavaClass type : importedClasses()) {
            if (EXPORTED.contains(type.getPackageName()) && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                types.add(type.reflect());
            }
        }
        return types;
    }

    private static JavaClasses importedClasses() {
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(EXPORTED);
        });
    }

    /** Returns the types that the public signatures of a type must not mention. */
    private static Set<String> violations(Class<?> user) {
        List<Type> mentioned = new ArrayList<>();
        mentioned.add(user.getGenericSuperclass());
        mentioned.addAll(List.of(user.getGenericInterfaces()));
        mentioned.addAll(bounds(user));
        mentioned.addAll(annotations(user));
        for (Field field : user.getDeclaredFields()) {
            if (isPublic(field)) {
                mentioned.add(field.getGenericType());
                mentioned.addAll(annotations(field));
            }
        }
        Stream.<Executable>concat(
                        Arrays.stream(user.getDeclaredConstructors()), Arrays.stream(user.getDeclaredMethods()))
                .filter(PublicApiTest::isPublic)
                .forEach(executable -> {
                    mentioned.addAll(List.of(executable.getGenericParameterTypes()));
                    mentioned.addAll(List.of(executable.getGenericExceptionTypes()));
                    mentioned.addAll(bounds(executable));
                    mentioned.addAll(annotations(executable));
                    if (executable instanceof Method method) {
                        mentioned.add(method.getGenericReturnType());
                    }
                });
        return mentioned.stream()
                .flatMap(PublicApiTest::classes)
                .filter(used -> !used.isPrimitive() && !isAllowed(used, user))
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isPublic(Member member) {
        return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !member.isSynthetic();
    }

    private static List<Type> bounds(GenericDeclaration declaration) {
        return Arrays.stream(declaration.getTypeParameters())
                .flatMap(parameter -> Arrays.stream(parameter.getBounds()))
                .toList();
    }

    private static List<Type> annotations(AnnotatedElement element) {
        return Arrays.stream(element.getDeclaredAnnotations())
                .<Type>map(Annotation::annotationType)
                .toList();
    }

    /** Returns the classes in a type. Type variables are covered by their bounds. */
    private static Stream<Class<?>> classes(Type type) {
        if (type instanceof Class<?> raw) {
            return raw.isArray() ? classes(raw.getComponentType()) : Stream.of(raw);
        }
        if (type instanceof ParameterizedType generic) {
            return Stream.concat(
                    classes(generic.getRawType()),
                    Arrays.stream(generic.getActualTypeArguments()).flatMap(PublicApiTest::classes));
        }
        if (type instanceof GenericArrayType array) {
            return classes(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return Stream.of(wildcard.getUpperBounds(), wildcard.getLowerBounds())
                    .flatMap(Arrays::stream)
                    .flatMap(PublicApiTest::classes);
        }
        return Stream.empty();
    }

    @Test
    void mentionsNoRelocatedType() {
        List<Class<?>> types = publicTypes();
        assertTrue(types.contains(Emulator.Builder.class), types::toString);

        assertTrue(types.contains(EmulatorExtension.class), types::toString);
        for (Class<?> type : types) {
            assertEquals(Set.of(), violations(type), type.getName());
        }
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
        assertEquals(
                Set.of(
                        ROOT + ".internal.callback.CallbackNotAllowedException",
                        "io.netty.channel.ChannelHandler$Sharable",
                        "okhttp3.Call",
                        "okhttp3.Dns",
                        "okhttp3.EventListener",
                        "okhttp3.Headers",
                        "okhttp3.HttpUrl",
                        "okhttp3.Interceptor"),
                violations(Mentions.class));
    }
}
