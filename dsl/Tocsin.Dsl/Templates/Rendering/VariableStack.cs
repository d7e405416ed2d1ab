namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>The variables in scope, innermost last.</summary>
internal sealed class VariableStack
{
    private (string Name, TemplateValue Value)[] _items = new (string, TemplateValue)[8];
    private int _first;

    public int Count { get; private set; }

    /// <summary>Hides all variables so far; the answer gives them back to <see cref="Leave"/>.</summary>
    public int Enter(in TemplateValue root)
    {
        var outer = _first;
        _first = Count;
        Push("$", root);
        return outer;
    }

    public void Leave(int outer)
    {
        Pop(_first);
        _first = outer;
    }

    public void Push(string name, in TemplateValue value)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = (name, value);
    }

    /// <summary>Drops all but so many.</summary>
    public void Pop(int count)
    {
        // What is dropped must not be kept alive until the next rendering.
        Array.Clear(_items, count, Count - count);
        Count = count;
    }

    public bool TryGet(string name, out TemplateValue value)
    {
        var at = Find(name);
        value = at < 0 ? default : _items[at].Value;
        return at >= 0;
    }

    public bool TrySet(string name, in TemplateValue value)
    {
        var at = Find(name);
        if (at >= 0)
            _items[at].Value = value;
        return at >= 0;
    }

    /// <summary>Sets a variable counted from the innermost, which is 1.</summary>
    public void SetFromTop(int place, in TemplateValue value) => _items[Count - place].Value = value;

    private int Find(string name)
    {
        for (var i = Count - 1; i >= _first; i--)
        {
            if (_items[i].Name == name)
                return i;
        }

        return -1;
    }
}
