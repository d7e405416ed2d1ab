using System.Globalization;
using Tocsin.Server.Cli.Texts;

namespace Tocsin.Server.Cli.Status;

/// <summary>Numbers of answers as people read them.</summary>
internal static class Amount
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>With a mark after every three digits.</summary>
    public static string Grouped(string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value.ToString("#,0.#", CultureInfo.InvariantCulture) : number;

    /// <summary>The same, and nothing to see when it is zero.</summary>
    public static Cell Quiet(string number) => number is "" or "0" ? Cell.None : Grouped(number);

    /// <summary>So many things: <c>1 file</c>, <c>2 files</c>.</summary>
    public static string Of(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";

    public static string Bytes(long number) => Bytes(number.ToString(CultureInfo.InvariantCulture));

    public static string Bytes(string number)
    {
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return number;
        var unit = 0;
        for (; value >= 1000 && unit < Units.Length - 1; unit++)
            value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }

    public static string Seconds(string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? Age(TimeSpan.FromSeconds(value)) : number;

    /// <summary>The two largest parts: <c>3 d 4 h</c>, <c>5 min 12 s</c>, <c>0.4 s</c>.</summary>
    public static string Age(TimeSpan? span) => span switch
    {
        null => "?",
        { TotalDays: >= 1 } age => $"{age.Days} d {age.Hours} h",
        { TotalHours: >= 1 } age => $"{age.Hours} h {age.Minutes} min",
        { TotalMinutes: >= 1 } age => $"{age.Minutes} min {age.Seconds} s",
        { TotalSeconds: >= 10 } age => $"{age.Seconds} s",
        { } age => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0.0} s"),
    };
}
