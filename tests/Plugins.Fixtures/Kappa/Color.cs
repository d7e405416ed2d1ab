namespace Fixtures;

public enum Color
{
    Red,
    DarkBlue,
}
