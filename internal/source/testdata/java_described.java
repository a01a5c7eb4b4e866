package com.acme.described;

import java.util.Map;
import feign.RequestInterceptor;
import feign.RequestTemplate;
import okhttp3.OkHttpClient;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.client.RestTemplate;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.*;

@FeignClient(name = "crm", url = "http://crm.acme.io")
interface Crm {
    @GetMapping("/v1/{id}")
    String get(@RequestHeader("Authorization") String authorization, @PathVariable("id") String id);

    @PostMapping(path = "/v1")
    String post(@RequestHeader(name = "X-Api-Key") String key, @RequestBody String body);

    @PutMapping(value = "/v1")
    String put(@RequestHeader(value = "X-Api-Key") String key);

    @PatchMapping("/v1")
    String patch(@RequestHeader Map<String, String> headers);

    @DeleteMapping("/v1")
    void delete(@RequestParam("access_token") String token);

    @RequestMapping("/v2")
    String any(@RequestHeader("Authorization") String authorization);

    default String mine() {
        return get("Bearer " + System.getenv("CRM_TOKEN"), "1");
    }

    void nothing(String x);
}

@FeignClient(name = "billing", url = "${billing.url}", configuration = Signing.class)
interface Billing {
    @GetMapping("/invoices")
    String invoices();
}

class Signing {
    @Bean
    RequestInterceptor interceptor() {
        return template -> template.header("Authorization", "Bearer " + System.getenv("BILLING_TOKEN"));
    }
}

@FeignClient(name = "orders", configuration = Own.class)
interface Orders {
    @GetMapping
    String orders();
}

class Own implements RequestInterceptor {
    @Override
    public void apply(RequestTemplate template) {
        template.header("X-Api-Key", System.getenv("ORDERS_KEY"));
    }
}

interface Api {
    @GET("v1/users")
    Call<String> users(@retrofit2.http.Header("Authorization") String authorization);

    @POST(value = "v1/users")
    Call<String> create(@retrofit2.http.Header(value = "X-Api-Key") String key);

    @PUT("v1/users")
    Call<String> put(@HeaderMap Map<String, String> headers);

    @PATCH("https://other.acme.io/users")
    Call<String> patch(@retrofit2.http.Header("Authorization") String authorization);

    @DELETE("v1/users")
    Call<String> delete(@Query("access_token") String token);

    @GET
    Call<String> next(@Url String url, @retrofit2.http.Header("Authorization") String authorization);
}

class Interceptors {
    private final RestTemplate rest = new RestTemplate();

    Interceptors() {
        rest.getInterceptors().add((request, body, execution) -> {
            request.getHeaders().setBearerAuth(System.getenv("ADDED_TOKEN"));
            return execution.execute(request, body);
        });
        rest.getInterceptors().add(new Logging());
    }

    void send() {
        rest.getForObject("http://added.acme.io", String.class);
    }
}

class Uses {
    private final Crm crm;
    private final Retrofit given;

    Uses(Crm crm, Retrofit given) {
        this.crm = crm;
        this.given = given;
    }

    void feign() {
        crm.get("Bearer " + System.getenv("CRM_TOKEN"), "7");
        crm.patch(Map.of("Authorization", "Bearer " + System.getenv("CRM_TOKEN")));
    }

    void retrofit(String url) {
        Retrofit retrofit = new Retrofit.Builder().baseUrl("http://api.acme.io/").addConverterFactory(null).addCallAdapterFactory(null).client(new OkHttpClient.Builder()
            .addInterceptor(chain -> chain.proceed(chain.request().newBuilder().header("X-Auth-Token", System.getenv("OK_TOKEN")).build())).build()).build();
        Api api = retrofit.create(Api.class);
        api.users("Bearer " + System.getenv("API_TOKEN"));
        api.create(System.getenv("API_KEY"));
        api.put(Map.of("Authorization", "Bearer " + System.getenv("API_TOKEN")));
        api.patch("Bearer " + System.getenv("API_TOKEN"));
        api.delete(System.getenv("API_TOKEN"));
        api.next(url, "Bearer " + System.getenv("API_TOKEN"));
        given.create(Api.class).users("Bearer " + System.getenv("API_TOKEN"));
    }
}
