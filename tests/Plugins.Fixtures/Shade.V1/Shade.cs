namespace Fixtures;

public static class Shade
{
    public static string Name => "pale";
}
