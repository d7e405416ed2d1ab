using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Texts;

/// <summary>What a plugin brings in words, by what it is: a kind of handler, a function, a kind of source.</summary>
internal static class BroughtText
{
    public static void Write(TextWriter output, JsonObject brought)
    {
        if (brought.Text("function").Length > 0)
            WriteFunction(output, brought);
        else if (brought.Text("source").Length > 0)
            WriteSource(output, brought);
        else
            KindText.Write(output, brought);
    }

    private static void WriteFunction(TextWriter output, JsonObject function)
    {
        output.WriteLine($"Function {function.Text("function")} of {function.Text("origin")}.");
        if (function.Text("summary") is { Length: > 0 } summary)
            output.WriteLine(summary);
        output.WriteLine();
        foreach (var signature in function.Texts("signatures"))
            output.WriteLine("  " + signature);
        if (function.Items("options").Count == 0)
            return;
        output.WriteLine();
        KindText.WriteTable(output, "Property", function.Items("options"), hasScript: true);
    }

    private static void WriteSource(TextWriter output, JsonObject source)
    {
        output.WriteLine($"Sources of kind {source.Text("source")}.");
        output.WriteLine();
        KindText.WriteTable(output, "Option", source.Items("options"), hasScript: false);
        output.WriteLine();
        output.WriteLine("A definition to start from, for 'tocsin sources define FILE':");
        output.WriteLine();
        output.WriteLine($"id: my-{source.Text("source")}");
        KindText.WriteExample(output, source.Text("source"), source.Items("options"), takesDurationText: true);
    }
}
