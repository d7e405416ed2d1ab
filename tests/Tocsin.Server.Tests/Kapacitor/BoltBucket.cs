using System.Text;

namespace Tocsin.Server.Tests.Kapacitor;

/// <summary>A bucket of a file that a <see cref="BoltWriter"/> makes: values and buckets by key.</summary>
internal sealed class BoltBucket
{
    public SortedDictionary<string, byte[]> Values { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, BoltBucket> Buckets { get; } = new(StringComparer.Ordinal);

    /// <summary>True for one that stands in the value of its key, without a page of its own.</summary>
    public bool IsInline { get; init; }

    public BoltBucket With(string key, string value) => With(key, Encoding.UTF8.GetBytes(value));

    public BoltBucket With(string key, byte[] value)
    {
        Values[key] = value;
        return this;
    }

    public BoltBucket With(string key, BoltBucket bucket)
    {
        Buckets[key] = bucket;
        return this;
    }
}
