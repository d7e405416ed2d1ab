using System.Globalization;

namespace Tocsin.Conformance;

/// <summary>
/// One step of a data file. Lines are written together up to the next directive: <c>#db NAME RP</c> changes where to,
/// <c>#sleep MS</c> lets time pass, <c>#flush</c> waits until the output is quiet, <c>#restart</c> stops the server and starts it again, <c>#api METHOD PATH [JSON]</c> waits and calls the server.
/// </summary>
internal abstract record DataStep
{
    public static IEnumerable<DataStep> Parse(string data)
    {
        var (database, retentionPolicy) = ("db", "rp");
        var lines = new List<string>();
        foreach (var line in data.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (!line.StartsWith('#'))
            {
                if (!string.IsNullOrWhiteSpace(line))
                    lines.Add(line);
                continue;
            }

            var words = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
            if (words[0] is not ("#db" or "#sleep" or "#flush" or "#api" or "#restart"))
                continue;
            if (lines.Count > 0)
                yield return new Write(database, retentionPolicy, string.Join('\n', lines));
            lines.Clear();
            switch (words)
            {
                case ["#db", var newDatabase, var newPolicy]:
                    (database, retentionPolicy) = (newDatabase, newPolicy);
                    break;
                case ["#sleep", var milliseconds]:
                    yield return new Sleep(TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture)));
                    break;
                case ["#restart", ..]:
                    yield return new Restart();
                    break;
                case ["#flush", ..]:
                    yield return new Flush();
                    break;
                case ["#api", var method, var path, .. var body]:
                    yield return new Call(method, path, body.Length > 0 ? body[0] : "");
                    break;
                default:
                    throw new FormatException($"The data file holds '{line}', which is not a directive.");
            }
        }

        if (lines.Count > 0)
            yield return new Write(database, retentionPolicy, string.Join('\n', lines));
    }

    public sealed record Write(string Database, string RetentionPolicy, string Lines) : DataStep;

    public sealed record Sleep(TimeSpan Time) : DataStep;

    public sealed record Flush : DataStep;

    public sealed record Restart : DataStep;

    public sealed record Call(string Method, string Path, string Body) : DataStep;
}
