using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Tocsin.Dsl.Patterns;

/// <summary>
/// Keeps a pattern that is not linear from holding up its task: a match ends after <see cref="Re2.MatchTimeout"/>, and when one took that
/// long the pattern is not tried for a hundred times as long. Safe for any number of threads.
/// </summary>
internal sealed class BoundedPattern
{
    private const int Pause = 100;
    private const string Remedy = "patterns with \\b or \\B, or counts of some hundreds, and several repeats can do that";

    private static readonly ConditionalWeakTable<Regex, BoundedPattern> Patterns = [];

    private long _restsUntil;

    private BoundedPattern()
    {
    }

    /// <summary>The same pattern, linear, for texts that are ASCII; null where there is none.</summary>
    internal Regex? ForAscii { get; set; }

    internal static BoundedPattern Of(Regex regex) => Patterns.GetValue(regex, static _ => new BoundedPattern());

    /// <summary>Asks a pattern something of a text.</summary>
    /// <returns>Null, or why there is no answer.</returns>
    public static string? Try<TArgument, TAnswer>(
        Regex regex, string text, TArgument argument, Func<Regex, string, TArgument, TAnswer> ask, ref TAnswer answer)
    {
        if (regex.MatchTimeout != Regex.InfiniteMatchTimeout)
            return Of(regex).TryWithin(regex, text, argument, ask, ref answer);
        answer = ask(regex, text, argument);
        return null;
    }

    private string? TryWithin<TArgument, TAnswer>(
        Regex regex, string text, TArgument argument, Func<Regex, string, TArgument, TAnswer> ask, ref TAnswer answer)
    {
        var chosen = ForAscii is { } linear && Ascii.IsValid(text) ? linear : regex;
        if (chosen.MatchTimeout != Regex.InfiniteMatchTimeout && Stopwatch.GetTimestamp() < Volatile.Read(ref _restsUntil))
            return "the pattern took too long on another text and is suspended for some seconds: " + Remedy;
        try
        {
            answer = ask(chosen, text, argument);
            return null;
        }
        catch (RegexMatchTimeoutException)
        {
            var pause = (long)(Re2.MatchTimeout.TotalSeconds * Pause * Stopwatch.Frequency);
            Volatile.Write(ref _restsUntil, Stopwatch.GetTimestamp() + pause);
            return "the text took too long to match: " + Remedy;
        }
    }}
