using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Server.Histories;

namespace Tocsin.Server.Cli.Backtests;

/// <summary>When a backtest fails: <c>new > 0</c>.</summary>
internal sealed partial class FailCondition
{
    private const string Names = "new, gone, moved, levels, problems, flaps, pages, precision, recall";

    private readonly string _name;
    private readonly string _operator;
    private readonly double _limit;

    private FailCondition(string name, string @operator, double limit) => (_name, _operator, _limit) = (name, @operator, limit);

    /// <exception cref="CliException">The text is not a condition.</exception>
    public static FailCondition Parse(string text)
    {
        var match = Form().Match(text);
        return match.Success
            ? new FailCondition(match.Groups[1].Value, match.Groups[2].Value, double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture))
            : throw new CliException($"--fail-on: '{text}' isn't a condition such as 'new > 0': one of {Names}, then >, >=, <, <= or ==, then a number", ExitCode.Usage);
    }

    /// <summary>True for one that needs to know what was really wrong.</summary>
    public bool NeedsIncidents => _name is "precision" or "recall";

    /// <param name="comparison">Null when there was nothing to compare with: all is new then.</param>
    /// <param name="score">Null when it is not known what was really wrong: precision and recall are no condition then.</param>
    public bool Holds(AlertHistory side, HistoryComparison? comparison, IncidentScore? score = null)
    {
        double value = _name switch
        {
            "new" => comparison?.New ?? side.Problems,
            "gone" => comparison?.Gone ?? 0,
            "moved" => comparison?.Moved ?? 0,
            "precision" => score?.Precision ?? double.NaN,
            "recall" => score?.Recall ?? double.NaN,
            "levels" => comparison?.Levels ?? 0,
            "problems" => side.Problems,
            "pages" => side.Notifications.Sum(one => one.Count),
            _ => side.Flaps,
        };
        return _operator switch
        {
            ">" => value > _limit,
            ">=" => value >= _limit,
            "<" => value < _limit,
            "<=" => value <= _limit,
            _ => value == _limit,
        };
    }

    [GeneratedRegex(@"^\s*(new|gone|moved|levels|problems|flaps|pages|precision|recall)\s*(>=|<=|==|>|<)\s*(\d+(?:\.\d+)?)\s*$")]
    private static partial Regex Form();
}
