namespace Tocsin.Dsl.Binding;

/// <summary>The value of <c>*</c>: all tags.</summary>
public sealed class Star
{
    public static readonly Star Value = new();

    private Star()
    {
    }
}
