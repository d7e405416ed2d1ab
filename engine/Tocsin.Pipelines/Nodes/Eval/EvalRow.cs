using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Eval;

/// <summary>A point and, behind its fields, the results so far: what the next expression reads. Used again for each point.</summary>
internal sealed class EvalRow : Row
{
    /// <summary>Takes over what the point has.</summary>
    /// <param name="results">How many may be added.</param>
    public void Begin(Point point, int results)
    {
        var count = point.Layout.Count;
        if (Numbers.Length < count + results)
        {
            Numbers = new long[count + results];
            Texts = new string?[count + results];
        }

        Layout = point.Layout;
        Tags = point.Tags;
        Time = point.Time;
        point.Numbers.AsSpan(0, count).CopyTo(Numbers);
        point.Texts.AsSpan(0, Math.Min(count, point.Texts.Length)).CopyTo(Texts);
    }

    /// <summary>Adds a result; an earlier one of the same name is replaced.</summary>
    public void Add(string name, Value value)
    {
        var before = Layout.Count;
        Layout = Layout.With(name, EvalOutput.TypeOf(value.Kind));
        var slot = Layout.Count > before ? before : Layout.IndexOf(name);
        Numbers[slot] = value.Bits;
        if (value.Kind == ValueKind.String)
            Texts[slot] = value.Text;
    }
}
