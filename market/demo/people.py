"""The invented bodies and people of the demo market. No real organisation or person is meant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """One organisation: key, kind, names, district, industry (GB/T 4754), SME class, profile, first person."""

    key: str
    kind: str
    name: str
    name_en: str
    district: str
    industry: str
    sme_class: str
    profile: str
    person: str
    state: str = "approved"


OPERATORS = (
    Body("operator", "operator", "云州市知识产权运营中心", "Yunzhou IP Operation Centre", "云州市高新区", "", "",
         "受市知识产权局委托，运营全市专利开放许可服务。", "王敏"),
    Body("beichuan", "operator", "云州市北川区知识产权服务站", "Beichuan District IP Service Point", "云州市北川区", "", "",
         "面向北川区企业的基层服务网点，代企业整理技术需求。", "赵一鸣"),
)

AUTHORITY = Body("bureau", "authority", "云州市知识产权局", "Yunzhou IP Bureau", "云州市", "", "", "全市专利转化运用工作的主管部门。", "周启明")

SERVICE = Body("broker", "service", "云州合契技术转移有限公司", "Heqi Technology Transfer", "云州市高新区", "M75", "small",
               "技术经纪、专利检索与合同起草。", "孙怀瑾")

UNIVERSITIES = (
    Body("yzut", "university", "云州理工大学", "Yunzhou University of Technology", "云州市高新区", "P83", "",
         "以机械、材料和控制见长，技术转移中心统一受理许可事务。", "陈岚"),
    Body("dongling", "university", "东岭大学", "Dongling University", "云州市东岭区", "P83", "",
         "综合性大学，化学化工、能源与信息学科的可许可专利较多。", "何文静"),
    Body("dlagri", "university", "东岭农业大学", "Dongling Agricultural University", "云州市东岭区", "P83", "",
         "作物、食品加工与农业装备，设有果蔬采后示范基地。", "刘春生"),
    Body("jiangzuo", "university", "江左铸造研究院", "Jiangzuo Foundry Institute", "云州市北川区", "M73", "",
         "铸造工艺与检测的应用研究机构，可提供现场试制。", "郑铸"),
    Body("jlwater", "university", "江陵水环境研究院", "Jiangling Institute of Water Environment", "云州市江陵县", "M73", "",
         "工业废水与河湖治理，装备可在院内中试车间查看。", "吴清源"),
    Body("yzvoc", "university", "云州职业技术大学", "Yunzhou Vocational University", "云州市南湖区", "P83", "",
         "与本地企业共建实训工厂，小改小革类专利居多。", "丁小满"),
)

FIRMS = (
    Body("hengdi", "firm", "恒砥精密铸造有限公司", "Hengdi Precision Casting", "云州市北川区", "C33", "small",
         "铝合金轮毂与壳体低压铸造，四条生产线，年产 60 万件。", "李建平"),
    Body("deheng", "firm", "德恒轻合金股份有限公司", "Deheng Light Alloys", "云州市高新区", "C33", "medium",
         "新能源汽车副车架、减震塔等铝镁合金结构件。", "高远"),
    Body("ruize", "firm", "瑞泽水务工程有限公司", "Ruize Water Engineering", "云州市江陵县", "D46", "small",
         "工业园区污水处理站的设计、施工与托管运行。", "许澄"),
    Body("chidian", "firm", "驰电科技有限公司", "Chidian Technology", "云州市高新区", "C38", "small",
         "电动自行车换电柜与电池管理系统。", "马驰"),
    Body("xianguo", "firm", "鲜果里食品有限公司", "Xianguoli Foods", "云州市东岭区", "C13", "small",
         "草莓、樱桃产地预冷与冷链配送，签约果园三千亩。", "宋甜"),
    Body("daibei", "firm", "岱北玻璃纤维制品厂", "Daibei Glass Fibre", "云州市北川区", "C30", "small",
         "玻璃纤维短切毡与过滤材料。", "石磊"),
    Body("yuanfang", "firm", "远纺纺织有限公司", "Yuanfang Textiles", "云州市南湖区", "C17", "medium",
         "色织布与功能面料，印染车间日排水两千吨。", "苏织云"),
    Body("kaituo", "firm", "开拓农业机械有限公司", "Kaituo Farm Machinery", "云州市江陵县", "C35", "small",
         "花生、薯类收获机与小型田间管理机。", "田大壮"),
    Body("baorun", "firm", "宝润轴承制造有限公司", "Baorun Bearings", "云州市高新区", "C34", "medium",
         "中小型深沟球轴承，为家电与水泵配套。", "任转"),
    Body("lvjie", "firm", "绿界环保设备有限公司", "Lvjie Environmental Equipment", "云州市江陵县", "C35", "micro",
         "粉尘收集与有机废气处理设备。", "方澈"),
    Body("hongyao", "firm", "泓药生物科技有限公司", "Hongyao Biotech", "云州市高新区", "C27", "small",
         "植物提取物与口服制剂代工。", "药正清"),
    Body("zhumu", "firm", "筑木家居有限公司", "Zhumu Home", "云州市南湖区", "C21", "small",
         "板式家具与竹木制品，出口占六成。", "林一木"),
    Body("tiangong", "firm", "天工数控设备厂", "Tiangong CNC", "云州市北川区", "C34", "micro",
         "数控车床改造与专机设计，二十人的小厂。", "孟师傅"),
    Body("haiyun", "firm", "海韵水产加工有限公司", "Haiyun Seafood", "云州市江陵县", "C13", "small",
         "海带、贝类加工，副产物多，正找高值化办法。", "余海生"),
    Body("guangchu", "firm", "光储新能源有限公司", "Guangchu Energy", "云州市高新区", "C38", "small",
         "工商业储能柜集成与运维。", "陆光"),
    Body("shuanghe", "firm", "双禾食品有限公司", "Shuanghe Foods", "云州市东岭区", "C14", "medium",
         "挂面、杂粮粉与冲调食品。", "麦穗"),
    Body("jinsu", "firm", "金塑模具有限公司", "Jinsu Moulds", "云州市南湖区", "C29", "micro",
         "注塑模具与薄壁包装件。", "韩金"),
    Body("ansheng", "firm", "安盛消防器材有限公司", "Ansheng Fire Equipment", "云州市北川区", "C35", "small",
         "烟温感报警与自动灭火装置。", "安平"),
    Body("newfirm", "firm", "初阳医疗器械有限公司", "Chuyang Medical", "云州市高新区", "C35", "micro",
         "康复训练器具，成立一年。", "黎初阳", "pending"),
    Body("returned", "firm", "润物包装有限公司", "Runwu Packaging", "云州市南湖区", "C22", "micro",
         "纸浆模塑餐盒与缓冲托盘。", "白纸", "returned"),
)
