// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.CliProcess;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.PackagedFixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The configuration of ossutil as the only settings of the packaged command line. */
class OssutilConfigIT extends PackagedFixture {
    private CliProcess configured(String secret) throws IOException {
        Files.writeString(
                home.resolve(".ossutilconfig"),
                "[default]\nregion=" + emulator.region() + "\nendpoint=" + emulator.endpoint()
                        + "\naccessKeyId=id\naccessKeySecret=" + secret + "\n");
        return CliProcess.in(home);
    }

    @Test
    void isUsedIfNothingElseIsConfigured() throws Exception {
        bucket.put("k", "hello");

        assertEquals(
                "hello", configured("secret").run("cat", oss("k")).expect(0).out());
        CliResult doctor =
                configured("secret").run("doctor", "oss://" + emulator.bucket()).expect(0);
        assertTrue(doctor.out().contains("AccessKey ID id, from ~/.ossutilconfig\n"), doctor::toString);
    }

    @Test
    void isNamedByMessages() throws Exception {
        CliResult wrong = configured("hunter2").run("ls", oss("")).expect(1);
        assertTrue(wrong.err().contains("; correct the secret, which is from ~/.ossutilconfig"), wrong::toString);
        assertFalse(wrong.err().contains("hunter2"), wrong::toString);
        CliResult empty = configured("").run("ls", oss("")).expect(2);
        assertTrue(empty.err().contains("\n  ~/.ossutilconfig: it has no accessKeySecret"), empty::toString);
    }

    @Test
    void comesAfterVariablesAndOptions() throws Exception {
        bucket.put("k", "hello");
        CliProcess other =
                configured("hunter2").with("OSS_ACCESS_KEY_ID", "id").with("OSS_ACCESS_KEY_SECRET", "secret");

        assertEquals("hello", other.run("cat", oss("k")).expect(0).out());
        CliResult region = other.withoutCacheOfFailedLookups()
                .run("cat", oss("k"), "--region", "cn-x")
                .expect(3);
        assertTrue(region.err().contains("check the region cn-x, from --region, and DNS"), region::toString);
    }
}
