using System.Net;
using System.Text.Json;

namespace Tocsin.Sdk;

/// <summary>What a service answered.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Status">The status.</param>
/// <param name="Body">The begin of the body, without secrets: at most 4096 bytes of it, unless the handler asked for more.</param>
/// <param name="RetryAfter">The wish of a <c>Retry-After</c> header; null without one.</param>
public sealed record ServiceReply(string Service, HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
{
    // No service means to be left alone for longer; a number that large is a mistake.
    private const double LongestWaitSeconds = 86_400;

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>2xx is done; 408, 425, 429 and 5xx are to be tried again; all else is refused.</summary>
    /// <param name="reason">What the service says in its own words; empty shows the body.</param>
    /// <param name="tooOften">A further status with which this service says that it is asked too often, so that it is tried again.</param>
    public Delivery Judge(string reason = "", HttpStatusCode? tooOften = null)
    {
        if (IsSuccess)
            return Delivery.FromStatus(Status, Body.Length == 0 ? null : LimitedText.Cut(Body, HttpReply.UsualLength));

        var code = (int)Status;
        var text = reason.Length > 0 ? reason : Body;
        var full = string.IsNullOrWhiteSpace(text) ? $"{Service} answered {code}" : $"{Service} answered {code}: {text}";
        return (Status == tooOften || code is 408 or 425 or 429 or >= 500 ? Delivery.Retry(full, RetryAfter) : Delivery.Refused(full)) with { Reply = Body };
    }

    /// <summary>The text at a path of the JSON in the body; empty when there is none. A body that is not JSON is not a mistake: proxies answer too.</summary>
    public string Text(params ReadOnlySpan<string> path)
    {
        var value = Find(path);
        return value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
    }

    /// <summary>The truth value at a path of the JSON in the body; null when there is none.</summary>
    public bool? Flag(params ReadOnlySpan<string> path) => Find(path).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The texts of the list at a path of the JSON in the body; empty when there is none.</summary>
    public IReadOnlyList<string> Texts(params ReadOnlySpan<string> path)
    {
        var value = Find(path);
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString() ?? "")]
            : [];
    }

    /// <summary>The number at a path of the JSON in the body, as a time to wait in seconds; null when there is none that makes sense.</summary>
    public TimeSpan? Seconds(params ReadOnlySpan<string> path)
    {
        var value = Find(path);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= LongestWaitSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    private JsonElement Find(ReadOnlySpan<string> path)
    {
        try
        {
            using var json = JsonDocument.Parse(Body);
            var value = json.RootElement;
            foreach (var key in path)
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(key, out value))
                    return default;
            }

            return value.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
