using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Access;

/// <summary>
/// Who may use the page and the API. A local port is within reach of every user of the machine, and of every web page in the user's browser. So each
/// request needs the secret, is for a name of this server, and does not come from a page of another one.
/// </summary>
/// <param name="token">The secret.</param>
/// <param name="host">Name or address that the server listens on.</param>
/// <param name="certificate">The server's, with TLS; null = it is reached by loopback only.</param>
internal sealed class AccessRules(string token, string host, X509Certificate2? certificate)
{
    private const string TokenParameter = "token";

    // Scripts and styles come from this server only, and no page may show this one within itself.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);
    private HashSet<string> _hosts = [];
    private string _cookie = "";

    public string Token => token;

    /// <summary>URL of the server, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    private string Scheme => certificate is null ? "http" : "https";

    /// <summary>The server has begun to listen.</summary>
    public void ListensAt(int port)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        _hosts = Names().Select(name => $"{name}:{number}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        Address = $"{Scheme}://{(host is "0.0.0.0" or "::" ? Environment.MachineName : host)}:{number}";

        // Cookies are shared by the ports of a host.
        _cookie = $"scalems-{number}";
    }

    /// <summary>Lets a request pass, or answers it.</summary>
    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        AddHeaders(context.Response.Headers);
        var request = context.Request;
        if (!_hosts.Contains(request.Host.Value ?? ""))
        {
            await ApiError.WriteAsync(context, StatusCodes.Status403Forbidden, $"this server is not '{request.Host.Value}'").ConfigureAwait(false);
        }
        else if (request.Headers.Origin is { Count: > 0 } origin && !IsOwn(origin.ToString()))
        {
            await ApiError.WriteAsync(context, StatusCodes.Status403Forbidden, $"requests from pages of '{origin}' are not allowed").ConfigureAwait(false);
        }
        else if (IsGiven(request))
        {
            await next(context).ConfigureAwait(false);
        }
        else if (HttpMethods.IsGet(request.Method) && request.Path == "/" && Is(request.Query[TokenParameter].ToString()))
        {
            Remember(context.Response);
        }
        else
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await ApiError.WriteAsync(
                context, StatusCodes.Status401Unauthorized, "the master's token is missing or wrong; open the URL that 'scalems page' prints, or send the token of the contact file as 'Authorization: Bearer TOKEN'").ConfigureAwait(false);
        }
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Names and addresses by which users reach the server: beyond loopback those of the machine and those in the certificate.</summary>
    private IEnumerable<string> Names()
    {
        if (certificate is null)
        {
            return [host, "localhost", "127.0.0.1", "[::1]"];
        }

        var inCertificate = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToArray();
        return
        [
            host,
            Environment.MachineName,
            .. inCertificate.SelectMany(static names => names.EnumerateDnsNames()),
            .. inCertificate.SelectMany(static names => names.EnumerateIPAddresses())
                .Concat(NetworkInterface.GetAllNetworkInterfaces().SelectMany(static each => each.GetIPProperties().UnicastAddresses).Select(static each => each.Address))
                .Select(static address => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}"),
        ];
    }

    private bool IsOwn(string origin) =>
        origin.StartsWith($"{Scheme}://", StringComparison.OrdinalIgnoreCase) && _hosts.Contains(origin[(Scheme.Length + "://".Length)..]);

    private bool IsGiven(HttpRequest request)
    {
        const string Bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && Is(authorization[Bearer.Length..].Trim()))
            || (request.Cookies.TryGetValue(_cookie, out var cookie) && Is(cookie));
    }

    private bool Is(string text) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), _token);

    /// <summary>Exchanges the secret in the URL for a cookie, so that it is neither in the address bar nor in the history.</summary>
    private void Remember(HttpResponse response)
    {
        response.Cookies.Append(_cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = certificate is not null, Path = "/", IsEssential = true });
        response.Redirect("/");
    }
}
