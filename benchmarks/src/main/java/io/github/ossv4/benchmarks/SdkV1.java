// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.RequestMessage;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.common.utils.HttpUtil;
import com.aliyun.oss.internal.signer.OSSSignerBase;
import com.aliyun.oss.internal.signer.OSSSignerParams;
import com.aliyun.oss.internal.signer.OSSV4Signer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/**
 * Alibaba's Java SDK v1 (aliyun-sdk-oss). <b>It signs headers and URLs with the time of its own clock</b>, which cannot
 * be set: {@code clock} determines only the expiration of a URL and the day of a policy.
 *
 * <p>Reuses the credentials. As in {@code OSSOperation.doOperation} and
 * {@code OSSObjectOperation.generatePresignedUrl}, message, parameters and signer are created for each request. Host,
 * path and body are omitted, since only sending needs them.
 */
@SuppressWarnings("JavaUtilDate") // The SDK accepts no other type.
final class SdkV1 implements Competitor {
    private final Credentials credentials;
    private final String region;

    SdkV1(String accessKeyId, String accessKeySecret, String region) {
        this.credentials = new DefaultCredentials(accessKeyId, accessKeySecret);
        this.region = region;
    }

    @Override
    public Map<String, String> sign(SampleRequest request, Clock clock) {
        RequestMessage message = message(request);
        OSSSignerBase.createRequestSigner(SignVersion.V4, params(resourcePath(request)))
                .sign(message);
        return message.getHeaders();
    }

    @Override
    public String presign(SampleRequest request, Duration validity, Clock clock) {
        RequestMessage message = message(request);
        OSSSignerParams params = params(resourcePath(request));
        params.setExpiration(new Date(clock.millis() + validity.toMillis()));
        params.setAdditionalHeaderNames(Collections.emptySet());
        OSSSignerBase.createRequestPresigner(SignVersion.V4, params).presign(message);
        return HttpUtil.paramToQueryString(message.getParameters(), "utf-8");
    }

    /**
     * Returns the signature of a form's policy in lower-case hex, as {@code OSSObjectOperation.calculatePostSignature}
     * does.
     */
    String signPolicy(String policyBase64, Clock clock) {
        OSSV4Signer signer = (OSSV4Signer) OSSSignerBase.createRequestSigner(SignVersion.V4, params(""));
        return signer.signPolicy(policyBase64, new Date(clock.millis()));
    }

    private static RequestMessage message(SampleRequest request) {
        RequestMessage message = new RequestMessage(request.bucket(), request.key());
        message.setMethod(HttpMethod.valueOf(request.method()));
        message.setHeaders(new HashMap<>(request.headers()));
        return message;
    }

    private OSSSignerParams params(String resourcePath) {
        OSSSignerParams params = new OSSSignerParams(resourcePath, credentials);
        params.setProduct("oss");
        params.setRegion(region);
        return params;
    }

    private static String resourcePath(SampleRequest request) {
        return "/" + request.bucket() + "/" + request.key();
    }
}
