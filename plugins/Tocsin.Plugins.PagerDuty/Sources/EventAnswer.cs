using System.Text.Json;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>Answers in the words of PagerDuty's Events API.</summary>
internal static class EventAnswer
{
    /// <summary>An event that was taken; the sender learns the key by which it can end the alert.</summary>
    public static SourceReply Taken(int status, string keyName, string key) =>
        new(status, $$"""{"status":"success","message":"Event processed","{{keyName}}":{{Quote(key)}}}""");

    /// <summary>An event that is kept in the quarantine, with all that is wrong with it.</summary>
    public static SourceReading Refused(IReadOnlyList<string> errors) => SourceReading.Unreadable(string.Join("; ", errors)) with
    {
        Reply = new SourceReply(
            400, $$"""{"status":"invalid event","message":"Event object is invalid","errors":[{{string.Join(',', errors.Select(Quote))}}]}"""),
    };

    /// <summary>A request that is not an event at all.</summary>
    public static SourceReading NotPost() => SourceReading.Of() with
    {
        Reply = new SourceReply(405, """{"status":"invalid event","message":"Events are sent by POST","errors":[]}"""),
    };

    private static string Quote(string text) => '"' + JsonEncodedText.Encode(text).ToString() + '"';
}
