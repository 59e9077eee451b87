"""Short names of the IPC sections and classes, Chinese and English, in our own wording for filters."""

_SECTIONS = """
A|生活需要|Everyday needs
B|作业与运输|Operations and transport
C|化学与冶金|Chemistry and metallurgy
D|纺织与造纸|Textiles and paper
E|固定建筑物|Building and civil works
F|机械、照明、加热、武器|Machines, lighting, heating, weapons
G|物理|Physics
H|电学|Electricity
"""

_CLASSES = """
A01|农林牧渔与狩猎|Farming, forestry, livestock, fishing
A21|烘焙与面食|Baking and dough
A22|屠宰与肉鱼加工|Slaughter, meat and fish
A23|食品与无酒精饮料|Food and soft drinks
A24|烟草与吸烟用品|Tobacco and smoking goods
A41|衣着|Clothing
A42|帽子|Hats
A43|鞋|Footwear
A44|纽扣、拉链与首饰|Fasteners and jewellery
A45|随身与旅行用品|Hand and travel goods
A46|刷子|Brushes
A47|家具与家用器具|Furniture and household goods
A61|医疗、兽医与卫生|Medicine, veterinary care, hygiene
A62|救生与消防|Rescue and fire fighting
A63|运动、游戏与娱乐|Sport, games, amusement
A99|A部其他主题|Other subjects of section A
B01|通用理化方法与设备|General physical and chemical processing
B02|破碎、研磨与碾米|Crushing, milling, grain preparation
B03|湿法、风力与磁电选矿|Wet, air, magnetic and electric sorting of solids
B04|离心机|Centrifuges
B05|喷涂与雾化|Spraying and coating
B06|机械振动|Mechanical vibration
B07|固体分离与分选|Separating and sorting solids
B08|清洗|Cleaning
B09|固废处理与土壤修复|Solid waste and soil remediation
B21|金属压力加工与冲压|Forming and punching of metal
B22|铸造与粉末冶金|Casting and powder metallurgy
B23|机床与金属切削|Machine tools and metal cutting
B24|磨削与抛光|Grinding and polishing
B25|手工具、电动工具与机械手|Hand and power tools, manipulators
B26|切割工具与切断|Cutting tools and severing
B27|木材加工与防护|Wood working and preservation
B28|水泥、陶土与石材加工|Working cement, clay and stone
B29|塑料成型|Shaping of plastics
B30|压力机|Presses
B31|纸制品制作|Making paper goods
B32|层压制品|Laminates
B33|增材制造|Additive manufacturing
B41|印刷与打字|Printing and typing
B42|装订与文件夹|Binding and files
B43|书写绘图与办公用品|Writing, drawing and office goods
B44|装饰工艺|Decorative arts
B60|车辆通用技术|Vehicles in general
B61|铁道|Railways
B62|无轨车辆|Trackless land vehicles
B63|船舶|Ships
B64|航空航天|Aircraft and space
B65|输送、包装与贮存|Conveying, packing, storing
B66|起重与提升|Hoisting and lifting
B67|瓶罐启闭与液体分装|Bottling and dispensing liquids
B68|鞍具与软垫|Saddlery and upholstery
B81|微结构|Microstructures
B82|纳米技术|Nanotechnology
B99|B部其他主题|Other subjects of section B
C01|无机化学品|Inorganic chemistry
C02|水与污水处理|Water and sewage treatment
C03|玻璃与矿物棉|Glass and mineral wool
C04|水泥、混凝土、陶瓷与耐火材料|Cement, concrete, ceramics, refractories
C05|肥料|Fertilisers
C06|炸药与火柴|Explosives and matches
C07|有机化学品|Organic chemistry
C08|高分子材料|Polymers
C09|染料、涂料与胶粘剂|Dyes, paints, adhesives
C10|石油、煤气、焦化、燃料与润滑|Petroleum, gas, coke, fuels, lubricants
C11|油脂、洗涤剂与蜡烛|Oils, fats, detergents, candles
C12|生化、酿造与基因工程|Biochemistry, brewing, genetic engineering
C13|制糖|Sugar
C14|皮革与毛皮|Leather and fur
C21|钢铁冶炼|Iron and steel making
C22|冶金与合金|Metallurgy and alloys
C23|金属镀覆与表面处理|Coating and surface treatment of metal
C25|电解与电泳|Electrolysis and electrophoresis
C30|晶体生长|Crystal growing
C40|组合化学|Combinatorial technology
C99|C部其他主题|Other subjects of section C
D01|纤维与纺纱|Fibres and spinning
D02|纱线整理与整经|Yarn finishing and warping
D03|机织|Weaving
D04|针织、编织与非织造布|Knitting, braiding, non-wovens
D05|缝纫与刺绣|Sewing and embroidery
D06|织物整理与洗涤|Textile finishing and laundry
D07|绳索|Ropes
D21|造纸与纸浆|Paper and pulp
D99|D部其他主题|Other subjects of section D
E01|道路、铁路与桥梁施工|Building roads, railways, bridges
E02|水利、地基与土方|Hydraulic works, foundations, earthworks
E03|给排水|Water supply and drainage
E04|房屋建筑|Building
E05|锁具与门窗五金|Locks and door or window fittings
E06|门窗与梯子|Doors, windows, ladders
E21|钻井与采矿|Drilling and mining
E99|E部其他主题|Other subjects of section E
F01|发动机通用技术与蒸汽机|Engines in general, steam engines
F02|内燃机与燃气轮机|Combustion engines and gas turbines
F03|水力、风力等动力机|Water, wind and other power machines
F04|泵与压缩机|Pumps and compressors
F15|液压与气动|Hydraulics and pneumatics
F16|机械零部件与绝热|Machine elements and insulation
F17|气体与液体储配|Storing and distributing gas and liquid
F21|照明|Lighting
F22|蒸汽锅炉|Steam generation
F23|燃烧装置|Combustion equipment
F24|供暖、灶具与通风|Heating, cookers, ventilation
F25|制冷、热泵与制冰|Refrigeration, heat pumps, ice
F26|烘干|Drying
F27|工业炉窑|Furnaces and kilns
F28|换热|Heat exchange
F41|武器|Weapons
F42|弹药与爆破|Ammunition and blasting
F99|F部其他主题|Other subjects of section F
G01|测量与检测|Measuring and testing
G02|光学|Optics
G03|照相、复印与全息|Photography, copying, holography
G04|钟表计时|Clocks and timing
G05|自动控制|Control
G06|计算机与数据处理|Computing and data processing
G07|核对、售货与门禁装置|Checking, vending and access devices
G08|信号与报警|Signals and alarms
G09|教学、密码、显示与广告|Teaching, ciphers, display, advertising
G10|乐器与声学|Musical instruments and acoustics
G11|信息存储|Information storage
G12|仪器零件|Parts of instruments
G16|专业领域信息技术|Information technology for special fields
G21|核技术|Nuclear technology
G99|G部其他主题|Other subjects of section G
H01|电气元件|Electric components
H02|发电、变电与配电|Power generation, conversion, distribution
H03|电子电路|Electronic circuits
H04|通信|Communication
H05|其他电技术|Other electric techniques
H10|半导体与固态器件|Semiconductor and solid-state devices
H99|H部其他主题|Other subjects of section H
"""


def _table(lines: str) -> dict[str, dict[str, str]]:
    rows = (line.split("|") for line in lines.strip().splitlines())
    return {symbol: {"zh": chinese, "en": english} for symbol, chinese, english in rows}


SECTIONS = _table(_SECTIONS)
CLASSES = _table(_CLASSES)


def section_name(symbol: str, language: str) -> str:
    """The name of the section a symbol lies in; the letter itself when there is none."""
    names = SECTIONS.get(symbol[:1], {})
    return names.get(language, symbol[:1])


def class_name(symbol: str, language: str) -> str:
    """The name of the class a symbol lies in, e.g. "B01J37/08"; the class symbol when it is not listed."""
    names = CLASSES.get(symbol[:3], {})
    return names.get(language, symbol[:3])
