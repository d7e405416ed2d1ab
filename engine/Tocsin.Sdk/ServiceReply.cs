using System.Globalization;
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

    private const int ShownLength = 200;

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>
    /// 2xx is done, unless the body is a web page, with which no service takes an alert: that is a proxy or a login in between. 408, 425, 429 and
    /// 5xx are to be tried again; all else is refused.
    /// </summary>
    /// <param name="reason">What the service says in its own words; empty shows the body.</param>
    /// <param name="tooOften">A further status with which this service says that it is asked too often, so that it is tried again.</param>
    public Delivery Judge(string reason = "", HttpStatusCode? tooOften = null)
    {
        if (IsSuccess && Body.AsSpan().TrimStart().StartsWith("<"))
            return Unclear($"a web page, as a proxy or a login in between would: {LimitedText.Cut(Body, ShownLength)}");
        if (IsSuccess)
            return Delivery.FromStatus(Status, Body.Length == 0 ? null : LimitedText.Cut(Body, HttpReply.UsualLength));

        var code = (int)Status;
        var text = reason.Length > 0 ? reason : Body;
        var full = string.IsNullOrWhiteSpace(text) ? $"{Service} answered {code}" : $"{Service} answered {code}: {text}";
        return (Status == tooOften || code is 408 or 425 or 429 or >= 500 ? Delivery.Retry(full, RetryAfter) : Delivery.Refused(full)) with { Reply = Body };
    }

    /// <summary>The event is refused by the body, whatever the status says.</summary>
    /// <param name="reason">What the service says in its own words; empty shows the body.</param>
    public Delivery NotTaken(string reason)
    {
        var said = reason.Length > 0 ? reason : LimitedText.Cut(Body, HttpReply.UsualLength);
        return Delivery.Refused($"{Service} answered {(int)Status} and refused the event: {said}") with { Reply = Body };
    }

    /// <summary>The body does not say, as the service's own always does, that the event was taken: it is to be sent again.</summary>
    /// <param name="what">What it is instead; empty shows the body.</param>
    public Delivery Unclear(string what = "")
    {
        var said = what.Length > 0 ? what : $"something that does not say whether it took the event: {LimitedText.Cut(Body, ShownLength)}";
        return Delivery.Retry($"{Service} answered {(int)Status} with {said}", RetryAfter) with { Reply = Body };
    }

    /// <summary>The text at a path of the JSON in the body, whose steps are names of members and numbers of elements; empty when there is none. A body that is not JSON is not a mistake: proxies answer too.</summary>
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

    /// <summary>The whole number at a path of the JSON in the body; null when there is none.</summary>
    public long? Number(params ReadOnlySpan<string> path)
    {
        var value = Find(path);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }

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
                if (!TryStep(value, key, out value))
                    return default;
            }

            return value.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static bool TryStep(JsonElement value, string key, out JsonElement next)
    {
        next = default;
        if (value.ValueKind == JsonValueKind.Object)
            return value.TryGetProperty(key, out next);
        if (value.ValueKind != JsonValueKind.Array || !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= value.GetArrayLength())
            return false;
        next = value[index];
        return true;
    }
}
