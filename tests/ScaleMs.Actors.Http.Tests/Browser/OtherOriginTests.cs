using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ScaleMs.Actors.Http.Tests.Browser;

/// <summary>A page of another origin, in the browser of a user who has the status page open, can do and read nothing.</summary>
public sealed class OtherOriginTests(Served served, Chromium chromium) : IClassFixture<Served>, IClassFixture<Chromium>
{
    // What each attempt has seen: only "blocked" or an error is right. Forms and images show nothing to their page; the master shows that they did nothing.
    private const string Attempts = """
        async base => {
            const id = crypto.randomUUID ? crypto.randomUUID() : '019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11';
            const task = '{"mode": "task.shell", "command": "true"}';
            const attempt = async (url, options) => {
                try {
                    const response = await fetch(url, { credentials: 'include', ...options });
                    return response.type === 'opaque' ? 'opaque' : `read ${response.status}`;
                } catch { return 'blocked'; }
            };
            const seen = {
                status: await attempt(`${base}/api/v1/status`),
                statusOpaque: await attempt(`${base}/api/v1/status`, { mode: 'no-cors' }),
                submit: await attempt(`${base}/api/v1/submissions`, { method: 'POST', headers: { 'Content-Type': 'application/x-ndjson' }, body: task }),
                submitSimple: await attempt(`${base}/api/v1/submissions`, { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: task }),
                put: await attempt(`${base}/api/v1/submissions/${id}`, { method: 'PUT', headers: { 'Content-Type': 'application/x-ndjson' }, body: task }),
                cancel: await attempt(`${base}/api/v1/cancel`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"all": true}' }),
                cancelSimple: await attempt(`${base}/api/v1/cancel`, { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: '{"all": true}' }),
            };
            seen.events = await new Promise(done => {
                const events = new EventSource(`${base}/api/v1/events`, { withCredentials: true });
                events.onopen = () => done('read');
                events.onerror = () => { events.close(); done('blocked'); };
            });
            seen.script = await new Promise(done => {
                const script = document.createElement('script');
                script.src = `${base}/page/page.js`;
                script.onload = () => done('read');
                script.onerror = () => done('blocked');
                document.body.append(script);
            });
            seen.frame = await new Promise(done => {
                const frame = document.createElement('iframe');
                frame.src = `${base}/`;
                frame.onload = () => { try { done(frame.contentDocument?.body ? 'read' : 'blocked'); } catch { done('blocked'); } };
                document.body.append(frame);
            });
            const form = document.createElement('form');
            Object.assign(form, { method: 'POST', action: `${base}/api/v1/cancel`, enctype: 'text/plain', target: 'hidden' });
            const field = document.createElement('input');
            Object.assign(field, { name: '{"all": true, "x', value: '": 1}' });
            form.append(field);
            const target = document.createElement('iframe');
            target.name = 'hidden';
            document.body.append(target, form);
            await new Promise(done => { target.onload = done; form.submit(); });
            return JSON.stringify(seen);
        }
        """;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task It_can_submit_cancel_and_read_nothing(string host)
    {
        await using var evil = await EvilAsync();
        var (id, _) = await served.SubmitAsync(Served.Echo(host.Length + 90_000, milliseconds: 120_000));
        var before = (await served.GetAsync("/api/v1/report")).GetProperty("accepted").GetInt64();
        var page = await chromium.OpenAsync();
        await page.GotoAsync(served.Server.AddressWithToken);
        await page.Locator("[data-view=overview]").WaitForAsync();

        // In the same profile, so the browser has the cookie.
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"http://{host}:{new Uri(evil.Urls.First()).Port}/");
        var seen = JsonElement.Parse(await other.EvaluateAsync<string>(Attempts, served.Server.Address));

        Assert.All(seen.EnumerateObject(), static attempt => Assert.Contains(attempt.Value.GetString(), (string[])["blocked", "opaque"]));
        Assert.Equal(before, (await served.GetAsync("/api/v1/report")).GetProperty("accepted").GetInt64());
        var task = (await served.GetAsync($"/api/v1/tasks?submission={id}")).GetProperty("records")[0];
        Assert.DoesNotContain(task.GetProperty("state").GetString(), (string[])["CANCELED", "FAILED"]);
        using var canceled = await served.Http.PostAsync("/api/v1/cancel", Served.Json($$"""{"submission": "{{id}}"}"""));
    }

    private static async Task<WebApplication> EvilAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var evil = builder.Build();
        evil.Run(static context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!doctype html><title>Evil</title><body></body>");
        });
        await evil.StartAsync();
        return evil;
    }
}
