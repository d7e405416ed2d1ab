using System.Globalization;
using System.Text;

namespace Tocsin.Server.RuleTests.Coverage;

/// <summary>Writes coverage in the form of LCOV, which editors and build servers show: nodes as lines, all else as branches.</summary>
internal static class CoverageLcov
{
    public static string Write(CoverageReport report)
    {
        var text = new StringBuilder();
        foreach (var source in report.All.Where(entry => report.TryPlace(entry.Item, out _)).GroupBy(entry => entry.Item.Source))
        {
            var lines = source.Where(entry => entry.Item.Kind == CoverageKind.Node).GroupBy(LineOf).ToDictionary(line => line.Key, line => line.Max(entry => entry.Hits));
            List<(CoverageItem Item, long Hits)> branches = [.. source.Where(entry => entry.Item.Kind != CoverageKind.Node)];
            text.Append(CultureInfo.InvariantCulture, $"TN:\nSF:{source.Key}\n");
            foreach (var (line, index) in branches.Select((entry, index) => (entry, index)))
                text.Append(CultureInfo.InvariantCulture, $"BRDA:{LineOf(line)},0,{index},{line.Hits}\n");
            text.Append(CultureInfo.InvariantCulture, $"BRF:{branches.Count}\nBRH:{branches.Count(entry => entry.Hits > 0)}\n");
            foreach (var (line, hits) in lines.OrderBy(line => line.Key))
                text.Append(CultureInfo.InvariantCulture, $"DA:{line},{hits}\n");
            text.Append(CultureInfo.InvariantCulture, $"LF:{lines.Count}\nLH:{lines.Count(line => line.Value > 0)}\nend_of_record\n");
        }

        return text.ToString();

        int LineOf((CoverageItem Item, long) entry) => report.TryPlace(entry.Item, out var place) ? place.Line : 0;
    }
}
