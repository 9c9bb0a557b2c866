// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.directories.DeletionLimit;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyArgumentsTest {
    @Test
    void parsesOptionsAtAnyPlace() {
        CopyArguments plain = CopyArguments.parse("/data", "oss://b/p/", "/copy");
        assertEquals("/data", plain.source());
        assertEquals("oss://b/p/", plain.target());
        assertEquals("/copy", plain.folder());
        assertFalse(plain.resume());
        assertNull(plain.since());
        assertFalse(plain.deletions().deleteExtra());
        assertEquals(0, plain.plan());
        CopyArguments all = CopyArguments.parse(
                "--delete", "5%", "/data", "--since", "/old", "oss://b/p/", "--plan", "2.5", "/copy", "--resume");
        assertTrue(all.resume());
        assertEquals("/old", all.since());
        assertEquals(DeletionLimit.percent(5), all.deletions().deletionLimit());
        assertTrue(all.deletions().deleteExtra());
        assertEquals(2.5, all.plan());
        assertEquals(
                DeletionLimit.files(10),
                CopyArguments.parse("/data", "oss://b/p/", "/copy", "--delete", "10")
                        .deletions()
                        .deletionLimit());
    }

    @Test
    void namesTheWrongValue() {
        assertTrue(refused("/data", "oss://b/p/").startsWith("usage: CopyDataSet SOURCE oss://BUCKET/PREFIX/ FOLDER"));
        assertTrue(refused("/data", "oss://b/p/", "/copy", "--skip").startsWith("unknown option --skip; usage:"));
        assertTrue(refused("/data", "oss://b/p/", "/copy", "--since").startsWith("--since requires a value; usage:"));
        assertTrue(refused("/data", "oss://b/p/", "/copy", "--since", "--resume")
                .startsWith("--since requires a value; usage:"));
        assertEquals(
                "--delete requires the largest number of deletions, or a percentage such as 5%, was all",
                refused("/data", "oss://b/p/", "/copy", "--delete", "all"));
        assertEquals(
                "the limit of deletions must be 0 to 100 percent, was 101",
                refused("/data", "oss://b/p/", "/copy", "--delete", "101%"));
        for (String wrong : new String[] {"0", "0.0", "-1", "fast", "1e3"}) {
            assertEquals(
                    "--plan requires a bandwidth in Gbit/s, was " + wrong,
                    refused("/data", "oss://b/p/", "/copy", "--plan", wrong));
        }
    }

    @Test
    void refusesDirectoriesInTheTarget() {
        for (String directory :
                new String[] {"oss://b/p", "oss://b/p/x", "oss://b.oss-cn-hangzhou.aliyuncs.com/p/x", "s3a://b/p/x"}) {
            for (CopyArguments arguments : List.of(
                    CopyArguments.parse(directory, "oss://b/p/", "/copy"),
                    CopyArguments.parse("/data", "oss://b/p/", directory),
                    CopyArguments.parse("/data", "oss://b/p/", "/copy", "--since", directory))) {
                assertEquals(
                        "SOURCE, FOLDER and EARLIER must not be in oss://b/p/, was " + directory,
                        assertThrows(IllegalArgumentException.class, () -> arguments.checkOutsideOfTarget(name -> name))
                                .getMessage());
            }
        }
        CopyArguments.parse("hdfs://b/p/x", "oss://b/p/", "oss://b/copy", "--since", "oss://other/p/x")
                .checkOutsideOfTarget(name -> name);
    }

    private static String refused(String... arguments) {
        return assertThrows(IllegalArgumentException.class, () -> CopyArguments.parse(arguments))
                .getMessage();
    }
}
