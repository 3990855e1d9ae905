using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Lines;

/// <summary>The keys of users' JSON, and a description of the value each expects.</summary>
internal static class JsonKeys
{
    private static readonly Dictionary<string, Type> Description = Of(typeof(TaskDescription));
    private static readonly Dictionary<string, Type> WorkItem = Of(typeof(WorkItem), typeof(TaskScheduling));
    private static readonly Dictionary<string, Type> Workflow = Of(typeof(WorkflowDocument));

    private static readonly Dictionary<string, Type> Cancel = typeof(Cancel).GetProperties()
        .ToDictionary(static property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), static property => property.PropertyType);

    /// <summary>The known keys of the type with an unknown key.</summary>
    /// <param name="type">Full name of the type that does not have it.</param>
    public static IEnumerable<string> Beside(string type) =>
        (type == typeof(TaskDescription).FullName ? Description : type == typeof(WorkflowDocument).FullName ? Workflow : type == typeof(Cancel).FullName ? Cancel : WorkItem).Keys;

    /// <summary>True for keys of work items and their scheduling.</summary>
    public static bool IsOfWorkItem(string key) => WorkItem.ContainsKey(key);

    /// <summary>True for keys that a description has and a work item does not.</summary>
    public static bool NeedsMode(string key) => Description.ContainsKey(key) && !WorkItem.ContainsKey(key);

    /// <summary>The value that a key expects; null = no such key.</summary>
    public static string? Expected(string key) =>
        Description.TryGetValue(key, out var type) || WorkItem.TryGetValue(key, out type) || Workflow.TryGetValue(key, out type) ? Words(type) : null;

    private static Dictionary<string, Type> Of(params IEnumerable<Type> types) => types
        .SelectMany(static type => type.GetProperties())
        .Select(static property => (Key: property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name, property.PropertyType))
        .Where(static property => property.Key is not null)
        .ToDictionary(static property => property.Key!, static property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);

    private static string Words(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type == typeof(bool) ? "true or false"
        : type.IsEnum ? $"one of {Choices(type)}"
        : IsOf(type, typeof(ImmutableArray<>)) ? List(type.GetGenericArguments()[0])
        : IsOf(type, typeof(ImmutableSortedDictionary<,>)) && type.GetGenericArguments()[1] == typeof(string) ? "an object with texts"
        : "an object";

    private static string List(Type of) =>
        of == typeof(JsonElement) ? "a list"
        : of == typeof(string) ? "a list of texts"
        : of.IsEnum ? $"a list of some of {Choices(of)}"
        : "a list of lists of texts";

    private static bool IsOf(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static string Choices(Type type) => string.Join(
        ", ",
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => $"\"{field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name}\""));
}
