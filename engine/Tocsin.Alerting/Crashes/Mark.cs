using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Crashes;

/// <summary>Something foreign that was under way: what a <see cref="UnderWayFile"/> says of it.</summary>
/// <param name="What">Who is to be suspended for it: <c>handler topic/id</c>, or the name of a <see cref="ForeignCode"/>.</param>
/// <param name="Event">The idempotency key of the event that was attempted, or what tells a call from others; empty when something was being made or loaded.</param>
/// <param name="Code">The code that ran.</param>
internal sealed record Mark(string What, string Event, ForeignCode Code)
{
    /// <summary>Stands for the event in the first call that a run makes of some code.</summary>
    public const string FirstCall = "first call";

    private const string HandlerStart = "handler ";

    /// <summary>What it is, for people.</summary>
    public string Describe() => What == Code.Name ? What : $"{What} ({Code.Name})";

    /// <summary>How a handler is called here.</summary>
    public static string NameOfHandler(HandlerTarget target) => HandlerStart + target;

    /// <summary>The handler's target again.</summary>
    public static string TargetOf(string what) => what[HandlerStart.Length..];
}
