// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.ossv4.emulator.wire.Execution;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of operations. */
class EmulatedOperationsTest {
    @Test
    void listsOperationOfEachExecution() {
        List<String> declared = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackagesOf(EmulatedOperations.class)
                        .stream()
                        .filter(type -> type.isAssignableTo(Execution.class)
                                && type.tryGetField("OPERATION").isPresent())
                        .map(JavaClass::getSimpleName)
                        .sorted()
                        .toList();

        assertEquals(
                declared,
                EmulatedOperations.all().stream()
                        .map(operation -> operation.name() + "Execution")
                        .sorted()
                        .toList());
    }

    @Test
    void findsOperationByName() {
        assertSame(UploadPartCopyExecution.OPERATION, EmulatedOperations.named("UploadPartCopy"));
        assertThrows(IllegalArgumentException.class, () -> EmulatedOperations.named("uploadpartcopy"));
    }
}
