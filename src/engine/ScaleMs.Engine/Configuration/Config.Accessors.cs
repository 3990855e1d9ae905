using System.Diagnostics.CodeAnalysis;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

public partial class Config
{
    [return: NotNullIfNotNull(nameof(@default))]
    public virtual string? GetString(string path, string? @default = null) =>
        GetValue(path) is { } value ? Read(path, value, static v => v.GetString())! : @default;

    public virtual bool GetBoolean(string path, bool @default = false) => Get(path, @default, static v => v.GetBoolean());

    public virtual int GetInt(string path, int @default = 0) => Get(path, @default, static v => v.GetInt());

    public virtual long GetLong(string path, long @default = 0) => Get(path, @default, static v => v.GetLong());

    public virtual float GetFloat(string path, float @default = 0) => Get(path, @default, static v => v.GetFloat());

    public virtual double GetDouble(string path, double @default = 0) => Get(path, @default, static v => v.GetDouble());

    public virtual decimal GetDecimal(string path, decimal @default = 0) => Get(path, @default, static v => v.GetDecimal());

    /// <summary>A size in bytes: <c>512</c>, <c>128000b</c>, <c>64 KiB</c> (powers of 1,024), <c>10 MB</c> (powers of 1,000).</summary>
    public virtual long? GetByteSize(string path) => GetByteSize(path, null);

    public virtual long? GetByteSize(string path, long? def = null) => Get(path, def, static v => v.GetByteSize());

    /// <summary>A duration: <c>500ms</c>, <c>0.3 s</c>, <c>2 minutes</c>; a bare number is milliseconds; <c>infinite</c> where allowed.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        GetValue(path) is { } value
            ? allowInfinite ? Read(path, value, static v => v.GetTimeSpan()) : Read(path, value, static v => v.GetTimeSpan(false))
            : @default.GetValueOrDefault();

    public virtual IList<bool> GetBooleanList(string path) => GetList(path, static v => v.GetBooleanList());

    public virtual IList<byte> GetByteList(string path) => GetList(path, static v => v.GetByteList());

    public virtual IList<int> GetIntList(string path) => GetList(path, static v => v.GetIntList());

    public virtual IList<long> GetLongList(string path) => GetList(path, static v => v.GetLongList());

    public virtual IList<float> GetFloatList(string path) => GetList(path, static v => v.GetFloatList());

    public virtual IList<double> GetDoubleList(string path) => GetList(path, static v => v.GetDoubleList());

    public virtual IList<decimal> GetDecimalList(string path) => GetList(path, static v => v.GetDecimalList());

    public virtual IList<string> GetStringList(string path) => GetList(path, static v => v.GetStringList());

    public virtual IList<string> GetStringList(string path, string[] defaultPaths) =>
        HasPath(path) ? GetStringList(path) : defaultPaths;

    private T Get<T>(string path, T fallback, Func<HoconValue, T> read) => GetValue(path) is { } value ? Read(path, value, read) : fallback;

    private IList<T> GetList<T>(string path, Func<HoconValue, IList<T>> read) => GetValue(path) is { } value ? Read(path, value, read) : [];

    private static T Read<T>(string path, HoconValue value, Func<HoconValue, T> read)
    {
        try
        {
            return read(value);
        }
        catch (ConfigurationException exception)
        {
            throw new ConfigurationException($"Invalid value at [{path}]: {exception.Message}", exception);
        }
    }
}
