// SPDX-License-Identifier: Apache-2.0
package app;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.http.SigningInterceptor;
import io.github.ossv4.sign.Credentials;
import okhttp3.*;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.*;

/**
 * A put by Retrofit, signed by the interceptor, then {@link Uploads}. {@code Callback} and {@code Credentials} exist in
 * okhttp3 as well: the imports by name have priority.
 */
public final class RetrofitUploads {
    private RetrofitUploads() {}

    interface Bucket {
        @PUT("examplebucket/{key}")
        Call<ResponseBody> put(
                @Path("key") String key, @Header("x-oss-callback") String callback, @Body RequestBody body);
    }

    public static void main(String[] args) throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .addNetworkInterceptor(SigningInterceptor.builder(args[0])
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("id", "secret"))
                        .build())
                .build();
        Callback callback = Callback.builder(args[1])
                .body(CallbackBody.json(CallbackVariable.BUCKET, CallbackVariable.OBJECT, CallbackVariable.SIZE))
                .build();
        Bucket bucket = new Retrofit.Builder().baseUrl(args[0]).client(client).build().create(Bucket.class);
        Response<ResponseBody> response = bucket.put(
                        "my cat.txt", callback.headerValue(), RequestBody.create("hello", MediaType.get("text/plain")))
                .execute();
        System.out.println("put by Retrofit: status " + response.code());
        if (response.code() != 200) {
            throw new AssertionError(response.toString());
        }
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
        Uploads.main(args);
    }
}
