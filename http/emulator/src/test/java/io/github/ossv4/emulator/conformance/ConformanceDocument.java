// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of the page about conformance, which is a page of the site. */
final class ConformanceDocument {
    private static final String START = """
            # Conformance

            The rules of OSS that the emulator follows, their sources, and the known differences. `ConformanceTest` writes this page:
            each row of the first table is one of its tests, with the row's text in its name. Other tests of the emulator go deeper.

                mvn test -pl http/emulator -am -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false

            The same tests, and every call of the client, run against a bucket of OSS itself if the environment names one. Rows with
            an asterisk are skipped then:

                export OSSV4_CONFORMANCE_BUCKET=my-test-bucket OSS_ENDPOINT=https://oss-cn-hangzhou.aliyuncs.com OSS_REGION=cn-hangzhou
                export OSS_ACCESS_KEY_ID=… OSS_ACCESS_KEY_SECRET=…
                mvn test -Pbucket -pl http/directories -am -Dmaven.test.failure.ignore

            With `OSS_CNAME=true` the endpoint is a domain that is bound to the bucket, as
            [new accounts](../CONNECT.md) in mainland China need. This machine must resolve the host of the bucket. All keys have random prefixes, `conformance-…/` and `every-call-…/`; the
            objects are deleted at the end. The results are in `http/emulator/target/conformance.md` and `http/directories/target/every-call.md`,
            without the names of the bucket, its endpoint and its AccessKey. The project has no account and never ran the tests against
            OSS: please [send us the two files](../../.github/CONTRIBUTING.md#results-from-a-real-bucket).

            `RecordedExchangesTest` compares the emulator with responses of OSS that others published, each with its source. You can
            [compare a response of your own](../../.github/CONTRIBUTING.md#report-a-response-that-differs-from-oss).

            ## Rules

            "Returns" with a code such as `NoSuchKey` means that the request fails with this code. A source is a page of the vendor, or:
            "SDKs" for what official SDKs send or rely on, "recorded" for a published response or behaviour of OSS, "inferred" for a conclusion.

            | operation | rule | source |
            |---|---|---|
            """;

    private static final String DIFFERENCES = """

            ## Known differences

            [The README](README.md#where-it-differs-from-oss) lists them with their reasons. In short:

            | area | OSS | emulator |
            |---|---|---|
            | access | policies, RAM, STS | an AccessKey may do everything; without one, public objects can be read |
            | web pages | executes requests of any origin | rejects origins that no CORS rule allows, and unknown hosts |
            | callbacks | to public addresses, signed with OSS's key | also to allowed private addresses, signed with the emulator's own key |
            | storage | classes, lifecycle rules, encryption, speed limits | checked and returned, without effect; archived objects must be restored |
            | copies | of any size if class and encryption stay | more than 1 GB in parts only |
            | several ranges | not documented | returns the whole object |
            | order of checks in CompleteMultipartUpload | not documented | document, numbers, ETags, sizes |
            | operations that are not in the table | executed | 400 NotImplemented with the reason |

            ## Suites of others

            Test suites of other projects, which were written against OSS. The figures are those of the last run.
            Those from Docker Registry to ossutil are of 1 December 2026, those of the Ruby SDK and ossfs of November.
            Tests with "either result" pass or fail without a change, and are counted neither as passed nor as failed.

            | suite | passed | failed | why they fail |
            |---|---|---|---|
            | Apache Iceberg 1.10.0, `iceberg-aliyun`, V1 | 35 | 0 | 2 are skipped |
            | Apache Hadoop, `hadoop-aliyun` 3.4.2 (V1) and 3.5.0 (V4) with the contract tests of 3.4.2; without DistCp and YARN | 313 each | 0 | 7 each are skipped |
            | Apache Flink 1.20.0, `flink-oss-fs-hadoop` with the suites of `flink-core` and `flink-hadoop-fs` about files and the recoverable writer, V1 | 36 | 0 | 2 are skipped |
            | Docker Registry 2.8.3, storage driver `oss`, V1 | 35 | 0 | |
            | OpenDAL 0.51.2, behaviour tests, V1 | 129 | 0 | |
            | C SDK 3.11.2, at an IP address, V1 | 310 | 50 | operations that are not emulated: SelectObject, live channels, images, quota; https, proxies and hosts of OSS |
            | C++ SDK 1.10.1, V1, each suite in a process; 14 tests are not run after a crash | 833 | 120 | needs a second account 37; keys of the same millisecond 5; https and hosts of OSS; operations that are not emulated: SelectObject, inventory, QoS, images; speed limits |
            | oss2 2.19.1, V1, with a simulated KMS | 367 | 188 | operations that are not emulated; V2 signatures; STS of the account; speed limits; days and dates of lifecycle rules, which the emulator does not check |
            | Python SDK v2 1.3.2, integration tests, V4 and V1 | 263 | 76 | operations that are not emulated; time zone; defaults of the account |
            | PHP SDK v1, with its unit tests, V1 | 260 | 46 | operations that are not emulated; STS and public hosts |
            | PHP SDK v2, integration tests, V4 | 120 | 19 | operations that are not emulated; bucket in the host; STS |
            | Go SDK v2, integration tests, V4 | 64 | 30 | operations that are not emulated; hosts of OSS |
            | ossutil 1.7.19, at an IP address, V1; tests that failed were run again, each in a process | 612 | 71 | operations that are not emulated 26 (inventory 6, QoS 4, WORM 4, access monitors 3, custom domains of a bucket 3, styles 3, resource groups 2, request payment 1); STS and ECS 17; another region 11; updates of ossutil 5; the test expects an endpoint of OSS in lists 4; hosts with the bucket, at an IP address 3; the client sends requests that the test expects to be cancelled 2; a key that is not UTF-8 1; the test expects that a local address cannot connect 1; the client refuses an option 1; either result 1 |
            | Ruby SDK 0.8.0, V1 | 29 | 4 | newer MIME types; image processing; STS |
            | ossfs 1, V4, with its own script | 66 | 10 | uses the AWS CLI; test files |
            """;

    private static final String COMMANDS = """

            The profile `clients` runs the first three from Maven Central. Docker Registry to ossfs were run by hand. The last four run in a copy of a checkout of the vendor's repository. In
            the copy, Java SDK v1 compiles to Java 8, and the callback URL of ali-oss is that of the test. Lists in
            [`http/clients/suites`](../clients/suites/src/test/suites) have the commit of the repository, and name each test that fails with the
            reason. A run fails if its results differ from the list. With
            `-Dsuites.write=1` it rewrites the list first, and puts new failures under `unexplained`.

                mvn test -Pclients -pl http/clients/suites -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=SdkV2SuiteTest -Dsuites.sdkv2=PATH
                mvn test -Pclients -pl http/clients/suites -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=SdkV1SuiteTest -Dsuites.sdkv1=PATH
                mvn test -Pclients -pl http/clients/suites -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=GoSdkV1SuiteTest -Dsuites.gov1=PATH
                mvn test -Pclients -pl http/clients/suites -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=AliOssSuiteTest -Dsuites.alioss=PATH

            ## Third-party clients

            The profile `clients` runs each of them with paths (`/bucket/key`) and with virtual hosts (`bucket.domain`). All operations
            pass. Debian's Go SDK and a third run of Java SDK v1 sign with V1. The profile `clients` does not test Python SDKs.

            """;

    /** A suite, and the list of its tests that fail, which {@code FailureList} of the suites writes. */
    private record Suite(String name, String list) {}

    private static final List<Suite> SUITES = List.of(
            new Suite("Java SDK v2, `src/it`, V4", "sdk-v2"),
            new Suite(
                    "Java SDK v1, 55 classes of `integrationtests` about objects, parts, lists, callbacks and settings, V1",
                    "sdk-v1"),
            new Suite("Go SDK v1, V1", "go-sdk-v1"),
            new Suite("ali-oss, `test/node`, V4 and V1", "ali-oss"));

    private record Client(String name, Path file, String pattern) {}

    private static final List<Client> CLIENTS = List.of(
            new Client(
                    "Java SDK v1",
                    Path.of("../clients/sdk-v1/src/test/java/io/github/ossv4/clients/SdkV1Operations.java"),
                    "@Test\\s+void (\\w+)\\("),
            new Client(
                    "Java SDK v2",
                    Path.of("../clients/sdk-v2/src/test/java/io/github/ossv4/clients/SdkV2Operations.java"),
                    "@Test\\s+(?:@\\S+(?: // .*)?\\s+)?void (\\w+)\\("),
            new Client(
                    "ali-oss for Node.js",
                    Path.of("../clients/scripts/src/test/ali-oss/operations.test.js"),
                    "test\\('(\\w+)'"),
            new Client("Go SDK v1", Path.of("../clients/scripts/src/test/go/operations.go"), "\\{\"(\\w+)\", func"),
            new Client(
                    "curl, signed by openssl",
                    Path.of("../clients/scripts/src/test/curl/operations.sh"),
                    "^  (?:run |name=)(\\w+)"));

    private ConformanceDocument() {}

    static String of(List<Rule> rules) throws IOException {
        StringBuilder text = new StringBuilder(START);
        for (Rule rule : rules) {
            text.append("| ")
                    .append(rule.operation())
                    .append(" | ")
                    .append(rule.text())
                    .append(rule.emulatorOnly() ? " * | " : " | ")
                    .append(rule.source().markdown())
                    .append(" |\n");
        }
        text.append(DIFFERENCES);
        for (Suite suite : SUITES) {
            text.append(row(suite));
        }
        text.append(COMMANDS).append("| client | operations | |\n|---|---|---|\n");
        for (Client client : CLIENTS) {
            List<String> operations = operations(client);
            text.append("| ")
                    .append(client.name())
                    .append(" | ")
                    .append(operations.size())
                    .append(" | ")
                    .append(operations.stream().collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String row(Suite suite) throws IOException {
        String passed = "";
        int failed = 0;
        String reason = "";
        // By the part of the reason before a colon, then by all of it.
        Map<String, Map<String, Integer>> reasons = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("../clients/suites/src/test/suites", suite.list() + ".txt"))) {
            if (line.startsWith("passed: ")) {
                passed = line.substring("passed: ".length());
            } else if (line.startsWith("# ")) {
                reason = line.substring("# ".length());
            } else if (!line.isBlank() && !reason.isEmpty()) {
                String kind = reason.split(": ", 2)[0];
                reasons.computeIfAbsent(kind, each -> new LinkedHashMap<>()).merge(reason, 1, Integer::sum);
                failed += kind.equals("either result") ? 0 : 1;
            }
        }
        String counts = reasons.entrySet().stream()
                .map(each -> counts(each.getKey(), each.getValue()))
                .collect(Collectors.joining("; "));
        return "| " + suite.name() + " | " + passed + " | " + failed + " | " + counts + " |\n";
    }

    private static String counts(String kind, Map<String, Integer> reasons) {
        if (reasons.size() == 1) {
            return reasons.entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue())
                    .collect(Collectors.joining());
        }
        int sum = reasons.values().stream().mapToInt(Integer::intValue).sum();
        return reasons.entrySet().stream()
                .map(each -> each.getKey().substring(kind.length() + ": ".length()) + " " + each.getValue())
                .collect(Collectors.joining(", ", kind + " " + sum + " (", ")"));
    }

    private static List<String> operations(Client client) throws IOException {
        Matcher matcher = Pattern.compile(client.pattern(), Pattern.MULTILINE).matcher(Files.readString(client.file()));
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
