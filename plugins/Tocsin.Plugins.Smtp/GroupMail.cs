using System.Globalization;
using System.Net;
using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>Several alerts as the body of a mail.</summary>
internal static class GroupMail
{
    // A mail server may refuse what has more than some megabytes.
    private const int MostRows = 1000;
    private const int MostDetails = 20;
    private const int LongestDetails = 20_000;

    /// <summary>A table with a row for each alert, then the details of the first of those that have some.</summary>
    public static string Body(AlertGroup group)
    {
        var (rows, leftOut) = group.First(MostRows);
        var html = new StringBuilder("<p>").Append(Encode(string.Join(", ", group.Event.Tags.Select(tag => $"{tag.Key}={tag.Value}"))));
        html.Append(CultureInfo.InvariantCulture, $" {group.Open} open</p>\n<table>\n<tr><th>Level</th><th>Time</th><th>Alert</th><th>Message</th></tr>\n");
        foreach (var alert in rows)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{alert.Level.Text()}</td><td>{alert.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC</td><td>{Encode(alert.Id)}</td><td>{Encode(alert.Message)}</td></tr>\n");
        }

        html.Append("</table>\n");
        if (leftOut > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p>{leftOut} more are not shown</p>\n");
        foreach (var alert in rows.Where(alert => alert.Level != AlertLevel.Ok && WrittenDetails.Of(alert).Length is > 0 and <= LongestDetails).Take(MostDetails))
            html.Append("<hr>\n<h3>").Append(Encode(alert.Id)).Append("</h3>\n").Append(alert.Details).Append('\n');
        return html.ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
