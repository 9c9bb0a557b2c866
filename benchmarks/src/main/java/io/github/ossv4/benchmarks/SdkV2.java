// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import com.aliyun.sdk.service.oss2.credentials.Credentials;
import com.aliyun.sdk.service.oss2.signer.SignerV4;
import com.aliyun.sdk.service.oss2.signer.SigningContext;
import com.aliyun.sdk.service.oss2.transport.RequestMessage;
import com.aliyun.sdk.service.oss2.utils.HttpUtils;
import com.aliyun.sdk.service.oss2.utils.MapUtils;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Alibaba's Java SDK v2 (alibabacloud-oss-v2). It cannot sign policies of forms.
 *
 * <p>Reuses signer, credentials, the list of additional headers and the endpoint. As in
 * {@code ClientImpl.buildRequestContext}, context and message are created for each request, the message with its whole
 * URL and a case-insensitive map of headers. User agent and body are omitted, since only sending needs them. The sign
 * time is passed in; without it, the signer reads the clock once, too.
 */
final class SdkV2 implements Competitor {
    private final SignerV4 signer = new SignerV4();
    private final List<String> additionalHeaders = Collections.emptyList();
    private final Credentials credentials;
    private final String region;
    private final String endpoint;

    SdkV2(String accessKeyId, String accessKeySecret, String region) {
        this.credentials = new Credentials(accessKeyId, accessKeySecret);
        this.region = region;
        this.endpoint = "oss-" + region + ".aliyuncs.com";
    }

    @Override
    public Map<String, String> sign(SampleRequest request, Clock clock) {
        SigningContext context = context(request, clock.instant());
        signer.sign(context);
        return context.getRequest().headers();
    }

    @Override
    public String presign(SampleRequest request, Duration validity, Clock clock) {
        Instant now = clock.instant();
        SigningContext context = context(request, now);
        context.setAuthMethodQuery(true);
        context.setExpiration(now.plus(validity));
        signer.sign(context);
        return context.getRequest().uri().getRawQuery();
    }

    private SigningContext context(SampleRequest request, Instant signTime) {
        SigningContext context = new SigningContext();
        context.setProduct("oss");
        context.setRegion(region);
        context.setBucket(request.bucket());
        context.setKey(request.key());
        context.setAdditionalHeaders(additionalHeaders);
        context.setCredentials(credentials);
        context.setRequest(message(request));
        context.setSignTime(signTime);
        return context;
    }

    private RequestMessage message(SampleRequest request) {
        Map<String, String> headers = MapUtils.caseInsensitiveMap();
        headers.putAll(request.headers());
        return RequestMessage.newBuilder()
                .method(request.method())
                .uri("https://" + request.bucket() + "." + endpoint + "/" + HttpUtils.urlEncodePath(request.key()))
                .headers(headers)
                .build();
    }
}
