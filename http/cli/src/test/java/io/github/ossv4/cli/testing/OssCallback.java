// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

/** A callback that OSS signed. */
public final class OssCallback {
    /** The request: vector aliyun-doc-2014 of core. */
    public static final String REQUEST = String.join(
            "\r\n",
            "POST /index.php?id=1&index=2 HTTP/1.0",
            "Host: 121.43.113.8",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Length: 18",
            "authorization: kKQeGTRccDKyHB3H9vF+xYMSrmhMZjzzl2/kdD1ktNVgbWEfYTQG0G2SU/RaHBovRCE8OkQDjC3uG33esH2txA==",
            "x-oss-pub-key-url: aHR0cDovL2dvc3NwdWJsaWMuYWxpY2RuLmNvbS9jYWxsYmFja19wdWJfa2V5X3YxLnBlbQ==",
            "",
            "bucket=yonghu-test");

    private OssCallback() {}
}
