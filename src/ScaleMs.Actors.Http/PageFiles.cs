using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ScaleMs.Actors.Http;

/// <summary>The files of the page, which are in this assembly.</summary>
internal static class PageFiles
{
    private const string Folder = "Page/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Assembly Here = typeof(PageFiles).Assembly;

    public static void MapPage(this WebApplication application)
    {
        application.MapGet("/", static context => WriteAsync(context, "index.html")).ExcludeFromDescription();
        foreach (var name in Here.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var file = name[Folder.Length..];
            application.MapGet($"/page/{file}", context => WriteAsync(context, file)).ExcludeFromDescription();
        }
    }

    private static async Task WriteAsync(HttpContext context, string file)
    {
        await using var content = Here.GetManifestResourceStream(Folder + file)!;
        context.Response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "text/plain; charset=utf-8");
        context.Response.ContentLength = content.Length;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
