using System.Net;

namespace ScaleMs.Actors.Http.Tests.Access;

public sealed class AccessTests(Served served) : IClassFixture<Served>
{
    public static TheoryData<string> Paths => ["/", "/page/page.css", "/openapi/v1.json", "/api/v1/status", "/api/v1/events", "/api/v1/tasks", "/api/v1/submissions", "/nothing"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Nothing_is_served_without_the_token(string path)
    {
        foreach (var token in (string?[])[null, "", "wrong", served.Server.Token[..^1], $"{served.Server.Token}0"])
        {
            using var http = served.WithToken(token);
            using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("https://{0}")]
    [InlineData("null")]
    [InlineData("http://{0}.evil.example")]
    public async Task A_page_of_another_origin_gets_nothing_even_with_the_token(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.Add("Origin", origin.Replace("{0}", new Uri(served.Server.Address).Authority, StringComparison.Ordinal));
        using var response = await served.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(response.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_page_of_the_same_origin_is_served()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.Add("Origin", served.Server.Address);
        using var response = await served.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{0}")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1")]
    public async Task A_request_for_another_host_gets_nothing_even_with_the_token(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.Host = host.Replace("{0}", new Uri(served.Server.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using var response = await served.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_preflight_request_is_not_answered_with_a_permission()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/cancel");
        request.Headers.Add("Origin", "http://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var http = served.WithToken(null);
        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(response.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_token_of_the_url_is_exchanged_for_a_cookie_that_no_other_site_can_use()
    {
        using var http = served.WithToken(null);
        using var response = await http.GetAsync($"/?token={served.Server.Token}");
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/", response.Headers.Location?.ToString());
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var page = await http.SendAsync(request);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_token_in_the_url_opens_the_page_and_nothing_else()
    {
        using var http = served.WithToken(null);
        using var api = await http.GetAsync($"/api/v1/status?token={served.Server.Token}");
        using var wrong = await http.GetAsync("/?token=wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_forbids_foreign_scripts_and_frames(string path)
    {
        using var response = await served.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }
}
