// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import io.github.ossv4.emulator.junit.EmulatorExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The tests of Java SDK v1 in {@code integrationtests} on objects, uploads, lists, callbacks and settings, which sign with
 * V1. Some fail below a directory with a + in its name.
 */
class SdkV1SuiteTest {
    private static final String PACKAGE = "com.aliyun.oss.integrationtests";
    private static final List<String> CLASSES = List.of(
            "AppendObjectTest",
            "ArchiveTest",
            "BucketAclTest",
            "BucketCORSTest",
            "BucketInfoTest",
            "BucketLifecycleTest",
            "BucketLoggingTest",
            "BucketPolicyTest",
            "BucketRefererTest",
            "BucketTaggingTest",
            "BucketTransferAccelerationTest",
            "BucketVersioningTest",
            "BucketWebsiteTest",
            "BucketEncryptionTest",
            "CRCChecksumTest",
            "CallbackTest",
            "ClientBuilderTest",
            "CopyObjectTest",
            "CreateBucketTest",
            "DeleteBucketTest",
            "DeleteObjectTest",
            "DeleteObjectsTest",
            "DoesObjectExistTest",
            "DownloadFileTest",
            "EncryptionClientRsaTest",
            "ErrorTest",
            "GetObjectMetadataTest",
            "GetObjectTest",
            "GetRequestIdTest",
            "GetSimplifiedObjectMetaTest",
            "HeadObjectTest",
            "ListBucketsTest",
            "ListObjectsTest",
            "ListObjectsV2Test",
            "ListVersionsTest",
            "ObjectAclTest",
            "ObjectDownloadFileTest",
            "ObjectEncryptionTest",
            "ObjectTaggingTest",
            "ObjectVersionTest",
            "ObjectWithPrefixSlashTest",
            "OptionObjectTest",
            "PostPolicyTest",
            "ProgressBarTest",
            "PutBucketPublicAccessBlockTest",
            "PutObjectTest",
            "RestoreConfigurationTest",
            "SealAppendObjectTest",
            "SignTest",
            "SwitchCredentialsAndEndpointTest",
            "SymlinkTest",
            "UploadFileTest",
            "UploadPartCopyTest",
            "UploadPartFromFileTest",
            "UploadPartTest");

    @RegisterExtension
    static final EmulatorExtension EMULATOR = EmulatorExtension.builder()
            .configure(emulator -> emulator.acceptV1(true))
            .build();

    @Test
    void failsOnlyWhereListed() throws Exception {
        VendorSuite suite = VendorSuite.of("sdk-v1", "suites.sdkv1", "aliyun/aliyun-oss-java-sdk");
        Path copy = suite.copyTo("checkout");
        compileToJava8(copy.resolve("pom.xml"));
        Map<String, String> variables = new HashMap<>(VendorSuite.variables(EMULATOR));
        // Maven would otherwise use the settings in the directory .mvn of this project.
        variables.put("MAVEN_BASEDIR", copy.toString());
        String classes = CLASSES.stream()
                .map(each -> PACKAGE.replace('.', '/') + "/" + each)
                .collect(Collectors.joining(","));
        String output =
                suite.run(copy, variables, Duration.ofMinutes(60), "mvn", "-B", "-ntp", "test", "-Dtest=" + classes);
        suite.check(SurefireReports.read(copy.resolve("target/surefire-reports"), PACKAGE), output);
    }

    /** JDK 17 does not compile to Java 6, which the project has in the configuration of its compiler. */
    private static void compileToJava8(Path pom) throws Exception {
        String text = Files.readString(pom);
        String changed = text.replace("<source>1.6<", "<source>8<").replace("<target>1.6<", "<target>8<");
        Files.writeString(pom, changed);
    }
}
