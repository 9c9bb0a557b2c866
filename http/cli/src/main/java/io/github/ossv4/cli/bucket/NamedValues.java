// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.http.RestoreTier;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.StorageClass;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the names that OSS uses for values, in upper or lower case; the completion of a shell offers them. */
public abstract class NamedValues<V> implements ITypeConverter<V>, Iterable<String> {
    private final List<V> values;
    private final Function<V, String> name;

    private NamedValues(V[] values, Function<V, String> name) {
        this.values = List.of(values);
        this.name = name;
    }

    /** The storage classes. */
    static final class StorageClasses extends NamedValues<StorageClass> {
        StorageClasses() {
            super(StorageClass.values(), StorageClass::value);
        }
    }

    /** The ACLs of objects. */
    static final class Acls extends NamedValues<ObjectAcl> {
        Acls() {
            super(ObjectAcl.values(), ObjectAcl::value);
        }
    }

    /** The tiers of restorations. */
    public static final class Tiers extends NamedValues<RestoreTier> {
        /** Creates the converter. */
        public Tiers() {
            super(RestoreTier.values(), RestoreTier::value);
        }
    }

    @Override
    public final V convert(String text) {
        return values.stream()
                .filter(value -> name.apply(value).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "must be one of " + names().collect(Collectors.joining(", ")) + ", was " + text));
    }

    private Stream<String> names() {
        return values.stream().map(name);
    }

    @Override
    public final Iterator<String> iterator() {
        return names().iterator();
    }
}
