// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of operations. */
class EmulatedOperationsTest {
    @Test
    void listsEachDeclaredOperationOnce() throws ReflectiveOperationException {
        List<OssOperation> declared = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackagesOf(EmulatedOperations.class)) {
            for (JavaField constant : type.getFields()) {
                if (constant.getRawType().isEquivalentTo(OssOperation.class)
                        && constant.getModifiers().contains(JavaModifier.STATIC)) {
                    Field field = constant.reflect();
                    field.setAccessible(true);
                    declared.add((OssOperation) field.get(null));
                }
            }
        }

        // A table.
        declared.addAll(BucketConfigurations.OPERATIONS);

        assertEquals(names(declared), names(EmulatedOperations.all()));
        assertEquals(declared.size(), new HashSet<>(names(declared)).size());
    }

    private static List<String> names(List<OssOperation> operations) {
        return operations.stream().map(OssOperation::name).sorted().toList();
    }

    @Test
    void findsOperationByName() {
        assertSame(UploadPart.COPY, EmulatedOperations.named("UploadPartCopy"));
        assertThrows(IllegalArgumentException.class, () -> EmulatedOperations.named("uploadpartcopy"));
    }
}
