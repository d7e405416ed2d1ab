using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Templates;

/// <summary>What an alert message sees, with fixed values.</summary>
internal sealed class AlertData : TemplateData
{
    public static readonly TemplateShape MessageShape = new("kapacitor.messageInfo",
        "Name", "TaskName", "Group", "Tags", "ServerInfo", "ID", "Fields", "Level", "Time", "Duration", "Items", "Message");

    private static readonly TemplateShape ServerShape = new("kapacitor.serverInfo", "Hostname", "ClusterID", "ServerID");

    public Dictionary<string, TemplateValue> Values { get; } = new()
    {
        ["Name"] = "m",
        ["TaskName"] = "task",
        ["Group"] = "host=a",
        ["Tags"] = TemplateValue.From(new SortedTemplateMap(
            [new("zone", "z 1"), new("host", "a"), new("html", "<a>&'\"")], holdsStrings: true)),
        ["ServerInfo"] = TemplateValue.From(new Record(ServerShape, "localhost", "c1", "s1")),
        ["ID"] = "m:host=a",
        ["Fields"] = TemplateValue.From(new SortedTemplateMap(
            [
                new("v", TemplateValue.From(11.5)), new("n", TemplateValue.From(65L)), new("s", "text é"),
                new("b", TemplateValue.From(true)), new("x", "x<y> & \"z\" 'q' +1"), new("js", "javascript:alert(1)"),
                new("url", "http://h/p?a=1&b=2"),
            ],
            holdsStrings: false)),
        ["Level"] = "CRITICAL",
        ["Time"] = TemplateValue.From(new Instant(1597360523500000000)),
        ["Duration"] = TemplateValue.From(new Duration(754_000_000_000)),
        ["Items"] = TemplateValue.From(new TemplateList([TemplateValue.From(1L), "two", TemplateValue.From(3.5)])),
        ["Message"] = "<b>&",
    };

    public override TemplateShape Shape => MessageShape;

    public override TemplateValue Field(int index) => Values[MessageShape.Fields[index]];

    private sealed class Record(TemplateShape shape, params string[] values) : TemplateData
    {
        public override TemplateShape Shape => shape;

        public override TemplateValue Field(int index) => values[index];
    }
}
