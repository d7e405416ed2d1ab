using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Pushover;

/// <summary>An event as Pushover takes it: a form with its fields in alphabetical order.</summary>
internal sealed record PushoverMessage
{
    public const int LongestMessage = 1024;
    public const int LongestTitle = 250;
    public const int LongestUrl = 512;
    public const int LongestUrlTitle = 100;

    public required string Token { get; init; }

    public required string User { get; init; }

    public required string Device { get; init; }

    public required string Title { get; init; }

    public required string Url { get; init; }

    public required string UrlTitle { get; init; }

    public required string Sound { get; init; }

    public ReadOnlyMemory<byte> Write(AlertEvent alert)
    {
        var text = WrittenDetails.AfterMessage(alert);
        (string Name, string Value)[] fields =
        [
            ("device", Device),
            ("message", LimitedText.Cut(text.Length == 0 ? alert.Id : text, LongestMessage)),
            ("priority", PriorityOf(alert.Level)),
            ("sound", Sound),
            ("title", LimitedText.Cut(Title, LongestTitle)),
            ("token", Token),
            ("url", Url.Length <= LongestUrl ? Url : ""),
            ("url_title", LimitedText.Cut(UrlTitle, LongestUrlTitle)),
            ("user", User),
        ];
        return Encoding.ASCII.GetBytes(string.Join('&', fields.Where(field => field.Value.Length > 0).Select(field => $"{field.Name}={Escaped(field.Value)}")));
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    // From "no notification at all" to "also in the user's quiet hours".
    private static string PriorityOf(AlertLevel level) => level switch
    {
        AlertLevel.Ok => "-2",
        AlertLevel.Info => "-1",
        AlertLevel.Warning => "0",
        _ => "1",
    };
}
